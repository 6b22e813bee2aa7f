using Microsoft.AspNetCore.Mvc;
using MlNetVad.Service.Security;
using MlNetVad.Service.Training;
using MlNetVad.Video.Examination;

namespace MlNetVad.Service.Api;

/// <summary>From a camera's normal life to its model.</summary>
internal static class TrainingApi
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder training = api.MapGroup("/cameras/{id:guid}/training").WithTags("Training").RequireAuthorization(Roles.Administrator);
        training.MapGet("", Get).WithSummary("How far it is, and what a look at the recording found.");
        training.MapPost("/record", Record).WithSummary("Record hours of the camera's normal life; an earlier recording is deleted.");
        training.MapPost("/train", (Guid id, TrainingDesk desk) => Accept(id, desk, desk.Train(id))).WithSummary("Train a model on the recording, in the background.");
        training.MapPost("/use", (Guid id, TrainingDesk desk) => Accept(id, desk, desk.Use(id))).WithSummary("Put the trained model to work.");
        training.MapPost("/back", (Guid id, TrainingDesk desk) => Accept(id, desk, desk.Back(id))).WithSummary("Go back to the model before it.");
        training.MapPost("/stop", async (Guid id, TrainingDesk desk) => await desk.Stop(id) ? Results.NoContent() : Results.NotFound()).WithSummary("End what goes on; what is recorded stays.");
        training.MapDelete("", async (Guid id, TrainingDesk desk) => await desk.Delete(id) ? Results.NoContent() : Results.NotFound()).WithSummary("End what goes on and delete the recording; models stay.");
    }

    private static IResult Get(Guid id, TrainingDesk desk) => TrainingView.Of(id, desk) is { } view ? Results.Ok(view) : Results.NotFound();

    private static Task<IResult> Record(Guid id, [FromBody] RecordEdit edit, TrainingDesk desk) => Accept(id, desk, desk.Record(id, edit.Hours));

    private static async Task<IResult> Accept(Guid id, TrainingDesk desk, Task work)
    {
        await work;
        return Results.Accepted($"/api/cameras/{id}/training", TrainingView.Of(id, desk));
    }
}

/// <summary>How much to record.</summary>
internal sealed record RecordEdit(double Hours);

/// <summary>A camera's training as the API shows it.</summary>
internal sealed record TrainingView(
    TrainingStep Step, double WantedSeconds, double Seconds, long Bytes, string Progress, string Problem, bool Suffices, Finding[] Findings, string? Model, string? Before)
{
    public static TrainingView? Of(Guid id, TrainingDesk desk) => desk.Find(id) is { } state && desk.Now(id) is var now
        ? new(state.Step, state.WantedSeconds, Math.Round(state.Seconds + now.Seconds, 1), state.Bytes, now.Words, state.Problem, state.Suffices, state.Findings, state.Model, state.Before)
        : null;
}
