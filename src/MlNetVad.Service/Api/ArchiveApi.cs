using MlNetVad.Service.Archives;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Api;

/// <summary>Archives of recorded video, scored by many workers.</summary>
internal static class ArchiveApi
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder archives = api.MapGroup("/archives").WithTags("Archives");
        archives.MapGet("", (ArchiveDesk desk) => Answer(async () => Results.Ok(await desk.Look())))
            .Produces<ArchivesLook>().WithSummary("Workers, jobs, how far each archive is, and the newest 200 jobs that failed.");
        archives.MapPost("/failed/{id}/retry", (string id, ArchiveDesk desk) => Answer(async () => await desk.Retry(id) ? Results.NoContent() : Results.NotFound()))
            .RequireAuthorization(Roles.Operator).WithSummary("Try a failed job again.");
    }

    private static async Task<IResult> Answer(Func<Task<IResult>> ask)
    {
        try
        {
            return await ask();
        }
        catch (VadException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
