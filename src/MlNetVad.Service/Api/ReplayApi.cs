using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Guidance;
using MlNetVad.Service.Replays;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Api;

/// <summary>Replays: what a camera with other settings would have said of a recording.</summary>
internal static class ReplayApi
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder replay = api.MapGroup("/cameras/{id:guid}/replay").WithTags("Replay");
        replay.MapPost("", Start).RequireAuthorization(Roles.Operator).WithSummary("Replay a recording with the camera's settings and with those that are given; nobody is told of its events.");
        replay.MapGet("", Get).WithSummary("The camera's last replay: progress, events and scores of both sides.");
        replay.MapGet("/{side:regex(^(before|after)$)}/{number:int}.jpg", Peak).WithSummary("The peak frame of one of its events, counted from 0.");
        replay.MapPost("/video", Upload).RequireAuthorization(Roles.Operator).Accepts<byte[]>("video/mp4", "video/x-matroska", "video/mp2t", "application/octet-stream").WithSummary("Upload a video (mp4, mkv, ts) to replay; it takes the place of the camera's last one, and goes after an hour without use.");
        replay.MapDelete("/video", DeleteUpload).RequireAuthorization(Roles.Operator).WithSummary("Delete the uploaded video.");
        replay.MapDelete("", Forget).RequireAuthorization(Roles.Operator).WithSummary("Stop it and forget it.");
    }

    private static async Task<IResult> Start(Guid id, [FromBody] ReplayEdit edit, HttpContext http, ReplayDesk desk) =>
        await desk.Start(id, edit, http.User.Identity!.Name!) is { } replay ? Results.Accepted($"/api/cameras/{id}/replay", ReplayView.Of(replay)) : Results.NotFound();

    private static IResult Get(Guid id, ReplayDesk desk) => desk.Find(id) is { } replay ? Results.Ok(ReplayView.Of(replay)) : Results.NotFound();

    private static IResult Peak(Guid id, string side, int number, ReplayDesk desk) =>
        desk.Find(id) is { } replay && (side == "before" ? replay.Before : replay.After).Events().ElementAtOrDefault(number) is { } item
            ? Results.Bytes(item.Jpeg, "image/jpeg")
            : Results.NotFound();

    private static async Task<IResult> Upload(Guid id, string? name, HttpRequest request, VadDb db, UploadedVideos uploads, IOptions<VadServiceOptions> options, CancellationToken stop)
    {
        if (await db.Cameras.FindAsync([id], stop) is null)
        {
            return Results.NotFound();
        }

        UploadedVideo video = await uploads.Put(id, name, Body.Open(request, options.Value.MaximumUploadBytes), stop);
        return Results.Created($"/api/cameras/{id}/replay", new { video.Name, video.Bytes });
    }

    private static IResult DeleteUpload(Guid id, UploadedVideos uploads) => uploads.Forget(id) ? Results.NoContent() : Results.NotFound();

    private static async Task<IResult> Forget(Guid id, ReplayDesk desk) => await desk.Forget(id) ? Results.NoContent() : Results.NotFound();
}

/// <summary>What to replay, and with what; settings that are null are the camera's.</summary>
internal sealed record ReplayEdit : CameraWatchEdit
{
    /// <summary>An event whose clip is replayed; it goes before <see cref="Recording"/>.</summary>
    public Guid? Event { get; init; }

    /// <summary>A path below a media folder, or <c>synthetic:scene?…</c>; null is the camera's own source, where that is one of these.</summary>
    public string? Recording { get; init; }

    /// <summary>How many of the camera's last minutes are replayed; it goes after <see cref="Event"/> and before <see cref="Recording"/>.</summary>
    public double? Minutes { get; init; }

    /// <summary>Whether the video is replayed that was uploaded for the camera; it goes after <see cref="Minutes"/> and before <see cref="Recording"/>.</summary>
    public bool Uploaded { get; init; }

    /// <summary>What is said in words besides what was said before.</summary>
    public TextEdit[]? Texts { get; init; }

    public string? Model { get; init; }
}

/// <summary>A replay as the API shows it.</summary>
internal sealed record ReplayView(string Recording, ReplayState State, string Problem, double? Progress, ReplaySideView Before, ReplaySideView After)
{
    public static ReplayView Of(Replay replay) => new(
        replay.Name, replay.State, replay.Problem, replay.Progress, ReplaySideView.Of(replay.Before), ReplaySideView.Of(replay.After));
}

/// <summary>One side of a replay.</summary>
internal sealed record ReplaySideView(
    string Model, float? Threshold, double MinimumSeconds, double CoolDownSeconds, float[][][] Zones, float[][][] Masks, CameraTextView[] Texts, ReplayEvent[] Events, int MoreEvents, double[][] Curve)
{
    public static ReplaySideView Of(ReplaySide side) => new(
        side.Settings.Model, side.Threshold, side.Settings.MinimumSeconds, side.Settings.CoolDownSeconds, Area.Read(side.Settings.Zones), Area.Read(side.Settings.Masks),
        [.. CameraText.Read(side.Settings.Texts).Select(CameraTextView.Of)], side.Events(), side.MoreEvents, side.Curve());
}
