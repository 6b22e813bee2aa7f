using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Api;

/// <summary>Events: what happened, and what people say of it.</summary>
internal static class EventApi
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder events = api.MapGroup("/events").WithTags("Events");
        events.MapGet("", List).WithSummary("Events, newest first.");
        events.MapGet("/search", Search).WithSummary("Events by what text means, the most similar first.");
        events.MapGet("/{id:guid}", Get).WithSummary("One event.");
        events.MapGet("/{id:guid}/peak.jpg", Peak).WithSummary("The frame with the highest score.");
        events.MapGet("/{id:guid}/normal.jpg", Normal).WithSummary("Of the pictures of normal life that the model keeps of the event's part, the one most similar to the peak; 404 where it keeps none.");
        events.MapGet("/{id:guid}/clip.mp4", Film).WithSummary("The clip, once the event is over.");
        events.MapPut("/{id:guid}/review", Review).RequireAuthorization(Roles.Operator).WithSummary("Say what it is: New, Seen, Confirmed or Normal.");
        events.MapDelete("/{id:guid}", Delete).RequireAuthorization(Roles.Operator).WithSummary("Delete an event and its pictures.");
    }

    private static async Task<EventView[]> List([AsParameters] EventQuery query, VadDb db, CancellationToken stop) =>
        [.. (await query.Of(db).ToArrayAsync(stop)).Select(EventView.Of)];

    private static async Task<FoundView[]> Search([AsParameters] EventQuery query, EventSearch search) =>
        [.. (await search.Find(query)).Select(found => new FoundView(found.Similarity, EventView.Of(found.Event)))];

    private static async Task<IResult> Get(Guid id, VadDb db) => await db.Events.FindAsync(id) is { } item ? Results.Ok(EventView.Of(item)) : Results.NotFound();

    private static IResult Peak(Guid id, VadFolders folders) =>
        File.Exists(folders.Thumbnail(id)) ? Results.File(folders.Thumbnail(id), "image/jpeg") : Results.NotFound();

    private static IResult Normal(Guid id, VadFolders folders) =>
        File.Exists(folders.Normal(id)) ? Results.File(folders.Normal(id), "image/jpeg") : Results.NotFound();

    private static IResult Film(Guid id, VadFolders folders) =>
        File.Exists(folders.Clip(id)) ? Results.File(folders.Clip(id), "video/mp4", enableRangeProcessing: true) : Results.NotFound();

    private static async Task<IResult> Review(Guid id, [FromBody] ReviewEdit edit, HttpContext http, EventReview review) =>
        Enum.IsDefined(edit.State)
            ? await review.Set(id, edit.State, http.User.Identity!.Name!) is { } item ? Results.Ok(EventView.Of(item)) : Results.NotFound()
            : throw new VadException("The state is none of New, Seen, Confirmed and Normal; give one of them.");

    private static async Task<IResult> Delete(Guid id, VadDb db, Retention retention) =>
        await db.Events.Where(item => item.Id == id).Select(item => item.EndedAt).ToArrayAsync() switch
        {
            [] => Results.NotFound(),
            [null] => Results.Problem("The event still goes on; delete it when it is over.", statusCode: StatusCodes.Status409Conflict),
            _ => await retention.Delete([id]) > 0 ? Results.NoContent() : Results.NotFound(),
        };
}

/// <summary>What somebody says of an event.</summary>
internal sealed record ReviewEdit(EventState State);

/// <summary>An event that was looked for, and how similar what is said of it is to that: a cosine, 1 for the words as they are written.</summary>
internal sealed record FoundView(float Similarity, EventView Event);

/// <summary>An event as the API shows it.</summary>
internal sealed record EventView(
    Guid Id, Guid CameraId, string Camera, EventKind Kind, EventSeverity Severity, DateTime StartedAt, DateTime LastAt, DateTime? EndedAt, float Threshold, float Peak, DateTime PeakAt,
    string Part, string Reason, string Description, float[]? Place, float[][] Curve, bool HasClip, EventState State, string? ReviewedBy, DateTime? ReviewedAt)
{
    public static EventView Of(VadEvent item) => new(
        item.Id, item.CameraId, item.CameraName, item.Kind, EventSeverities.Of(item), item.StartedAt, item.LastAt, item.EndedAt, item.Threshold, item.Peak, item.PeakAt, item.Part, item.Reason, item.Description,
        item.Place is null ? null : System.Text.Json.JsonSerializer.Deserialize<float[]>(item.Place),
        System.Text.Json.JsonSerializer.Deserialize<float[][]>(item.Curve)!, item.HasClip, item.State, item.ReviewedBy, item.ReviewedAt);
}
