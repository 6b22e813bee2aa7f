using Microsoft.EntityFrameworkCore;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Service.Data;
using MlNetVad.Service.Models;
using MlNetVad.Service.Security;
using MlNetVad.Service.Training;

namespace MlNetVad.Service.Api;

/// <summary>Models on the shelf.</summary>
internal static class ModelApi
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder models = api.MapGroup("/models").WithTags("Models");
        models.MapGet("", List).WithSummary("The models that there are, and the cameras that use each.");
        models.MapGet("/{name}", Get).WithSummary("What a model is made of, and what it says of normal video.");
        models.MapPost("/{name}", Put).RequireAuthorization(Roles.Administrator).Accepts<byte[]>("application/zip").WithSummary("Put a model zip on the shelf, or replace one.");
        models.MapDelete("/{name}", Delete).RequireAuthorization(Roles.Administrator).WithSummary("Take a model that no camera uses off the shelf.");
    }

    private static async Task<object[]> List(ModelShelf shelf, VadDb db, CancellationToken stop)
    {
        var uses = await db.Cameras.Select(camera => new { camera.Model, camera.Name }).ToArrayAsync(stop);
        return [.. shelf.Names.Select(name => new { Name = name, Cameras = uses.Where(use => use.Model == name).Select(use => use.Name) })];
    }

    private static async Task<IResult> Get(string name, ModelShelf shelf)
    {
        string path = shelf.PathOf(name);
        if (!File.Exists(path))
        {
            return Results.NotFound();
        }

        return await Task.Run(() =>
        {
            VadModel model = VadModel.Load(new MLContext(seed: 1), path);
            return Results.Ok(new { Name = name, model.Threshold, Parts = model.Describe(), Normal = NormalScores.Of(model), From = -1, To = 2 });
        });
    }

    private static async Task<IResult> Put(string name, HttpRequest request, ModelUpload upload, CancellationToken stop)
    {
        await upload.Put(name, Body.Open(request, ModelUpload.MostBytes), stop);
        return Results.Created($"/api/models/{name}", new { Name = name });
    }

    private static async Task<IResult> Delete(string name, ModelShelf shelf, VadDb db)
    {
        string path = shelf.PathOf(name);
        if (!File.Exists(path))
        {
            return Results.NotFound();
        }

        if (await db.Cameras.FirstOrDefaultAsync(camera => camera.Model == name) is { } user)
        {
            return Results.Problem($"The camera '{user.Name}' uses it; give that one another model first.", statusCode: StatusCodes.Status409Conflict);
        }

        File.Delete(path);
        return Results.NoContent();
    }
}
