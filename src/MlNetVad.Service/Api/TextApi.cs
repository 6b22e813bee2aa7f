using Microsoft.AspNetCore.Mvc;
using MlNetVad.Scoring;
using MlNetVad.Service.Data;
using MlNetVad.Service.Guidance;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Api;

/// <summary>What people say in words of a camera's scores.</summary>
internal static class TextApi
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder texts = api.MapGroup("/cameras/{id:guid}/texts").WithTags("Texts");
        texts.MapGet("", List).WithSummary("What was said of the camera in words, and what it was understood as.");
        texts.MapGet("/words", Words).WithSummary("What can be said: the words that the camera's model knows.");
        texts.MapPost("", Say).RequireAuthorization(Roles.Operator).WithSummary("Say in words what is normal or anomalous at this camera; preview it with a replay.");
        texts.MapDelete("/{number:int}", Undo).RequireAuthorization(Roles.Operator).WithSummary("Take a text back.");
    }

    private static async Task<IResult> List(Guid id, VadDb db) =>
        await db.Cameras.FindAsync(id) is { } camera ? Results.Ok(CameraText.Read(camera.Texts).Select(CameraTextView.Of)) : Results.NotFound();

    private static async Task<IResult> Words(Guid id, VadDb db, TextGuide guide) => await db.Cameras.FindAsync(id) is { } camera ? Results.Ok(await guide.Words(camera)) : Results.NotFound();

    private static async Task<IResult> Say(Guid id, [FromBody] TextEdit edit, HttpContext http, TextGuide guide, Audit audit)
    {
        if (await guide.Say(id, edit, http.User.Identity!.Name!) is not { } text)
        {
            return Results.NotFound();
        }

        await audit.Write(http, $"camera {id}: say '{text.Text}' is {text.As}", StatusCodes.Status201Created);
        return Results.Created($"/api/cameras/{id}/texts/{text.Number}", CameraTextView.Of(text));
    }

    private static async Task<IResult> Undo(Guid id, int number, HttpContext http, TextGuide guide, Audit audit)
    {
        if (await guide.Undo(id, number) is not { } text)
        {
            return Results.NotFound();
        }

        await audit.Write(http, $"camera {id}: take back '{text.Text}' is {text.As}", StatusCodes.Status204NoContent);
        return Results.NoContent();
    }
}

/// <summary>What somebody says in words.</summary>
internal sealed record TextEdit
{
    /// <summary>One thing about things, in English, such as <c>a person runs</c>.</summary>
    public string? Text { get; init; }

    public RedefinedAs As { get; init; }

    /// <summary>How much of the way to a typical normal score, or to twice the rarity of the threshold, a score goes; above 0, at most 1.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>How long it must have been true of a thing before it counts.</summary>
    public double MinimumSeconds { get; init; }
}

/// <summary>A camera's text as the API shows it.</summary>
internal sealed record CameraTextView(int Number, string Text, RedefinedAs As, double Strength, double MinimumSeconds, string Meaning, float Similarity, string User, DateTimeOffset At)
{
    public static CameraTextView Of(CameraText text) => new(text.Number, text.Text, text.As, text.Strength, text.MinimumSeconds, text.Meaning, text.Similarity, text.User, text.At);
}
