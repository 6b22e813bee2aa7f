using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;
using MlNetVad.Service.Training;

namespace MlNetVad.Service.Api;

/// <summary>Cameras: their settings, and how they are.</summary>
internal static class CameraApi
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder cameras = api.MapGroup("/cameras").WithTags("Cameras");
        cameras.MapGet("", List).WithSummary("All cameras and how they are.");
        cameras.MapGet("/{id:guid}", Get).WithSummary("One camera.");
        cameras.MapPost("", Create).RequireAuthorization(Roles.Administrator).WithSummary("Watch one more camera.");
        cameras.MapPut("/{id:guid}", Change).RequireAuthorization(Roles.Administrator).WithSummary("Change a camera; what is left out stays.");
        cameras.MapPut("/{id:guid}/watch", Watch).RequireAuthorization(Roles.Operator).WithSummary("Change threshold, durations, zones and masks.");
        cameras.MapDelete("/{id:guid}", Delete).RequireAuthorization(Roles.Administrator).WithSummary("Watch a camera no longer; its events stay.");
        cameras.MapGet("/{id:guid}/scores", Scores).WithSummary("The last scores and the histogram of all since the start.");
    }

    private static async Task<CameraView[]> List(VadDb db, ICameraKeeper keeper, CancellationToken stop) =>
        await Task.WhenAll((await db.Cameras.AsNoTracking().OrderBy(camera => camera.Name).ToArrayAsync(stop)).Select(camera => View(camera, keeper)));

    private static async Task<IResult> Get(Guid id, VadDb db, ICameraKeeper keeper) =>
        await db.Cameras.FindAsync(id) is { } camera ? Results.Ok(await View(camera, keeper)) : Results.NotFound();

    private static async Task<IResult> Create([FromBody] CameraEdit edit, CameraEditing editing, ICameraKeeper keeper)
    {
        Camera camera = await editing.Create(edit);
        return Results.Created($"/api/cameras/{camera.Id}", await View(camera, keeper));
    }

    private static async Task<IResult> Change(Guid id, [FromBody] CameraEdit edit, CameraEditing editing, ICameraKeeper keeper) =>
        await editing.Change(id, edit) is { } camera ? Results.Ok(await View(camera, keeper)) : Results.NotFound();

    private static async Task<IResult> Watch(Guid id, [FromBody] CameraWatchEdit edit, CameraEditing editing, ICameraKeeper keeper) =>
        await editing.ChangeWatch(id, edit) is { } camera ? Results.Ok(await View(camera, keeper)) : Results.NotFound();

    private static async Task<IResult> Delete(Guid id, CameraEditing editing, TrainingDesk training)
    {
        await training.Delete(id);
        return await editing.Delete(id) ? Results.NoContent() : Results.NotFound();
    }

    private static async Task<CameraView> View(Camera camera, ICameraKeeper keeper) => CameraView.Of(camera, await keeper.Status(camera.Id));

    private static IResult Scores(Guid id, CameraHub hub) => hub.Find(id)?.Status is { } status
        ? Results.Ok(new { Strip = status.Strip(), Histogram = status.Histogram(), From = -1, To = 2 })
        : Results.NotFound();
}
