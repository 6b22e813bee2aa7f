using Microsoft.AspNetCore.Http.Features;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Api;

/// <summary>Pictures of cameras: those that are shown, and those that are pushed.</summary>
internal static class PictureApi
{
    /// <summary>The limit on frames pushed to a camera.</summary>
    public const string PushLimit = "push";

    private const string Boundary = "frame";
    private const int MostViewers = 32;
    private static readonly TimeSpan SlowestWrite = TimeSpan.FromSeconds(10);
    private static int _viewers;

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder cameras = api.MapGroup("/cameras/{id:guid}").WithTags("Pictures");
        cameras.MapGet("/snapshot.jpg", Snapshot).WithSummary("The newest frame.");
        cameras.MapGet("/live.mjpeg", Live).WithSummary("The frames as they come, as multipart/x-mixed-replace.");
        cameras.MapPost("/frames", Push).RequireAuthorization(Roles.Operator).RequireRateLimiting(PushLimit).Accepts<byte[]>("image/jpeg")
            .WithMetadata(new RoutineAttribute()).WithSummary("Push one JPEG to a camera whose source is 'push'.");
    }

    private static IResult Snapshot(Guid id, CameraHub hub) =>
        hub.Find(id)?.View.Jpeg is { Length: > 0 } jpeg ? Results.Bytes(jpeg, "image/jpeg") : Results.NotFound();

    private static async Task<IResult> Live(Guid id, HttpContext http, CameraHub hub, IHostApplicationLifetime life)
    {
        if (hub.Find(id) is null)
        {
            return Results.NotFound();
        }

        if (Interlocked.Increment(ref _viewers) > MostViewers)
        {
            Interlocked.Decrement(ref _viewers);
            return Results.Problem($"More than {MostViewers} live pictures are open; close some.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            http.Response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
            while (hub.Find(id)?.View is { } view)
            {
                byte[] jpeg = await view.Next(stop.Token).WaitAsync(TimeSpan.FromSeconds(5), stop.Token).ContinueWith(next => next.IsCompletedSuccessfully ? next.Result : [], TaskScheduler.Default);
                stop.Token.ThrowIfCancellationRequested();
                if (jpeg.Length > 0)
                {
                    await Write(http.Response, jpeg, stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or IOException)
        {
            http.Abort();   // gone, or too slow to be served
        }
        finally
        {
            Interlocked.Decrement(ref _viewers);
        }

        return Results.Empty;
    }

    private static async Task Write(HttpResponse response, byte[] jpeg, CancellationToken stop)
    {
        async Task Part()
        {
            await response.WriteAsync($"--{Boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n", stop);
            await response.Body.WriteAsync(jpeg, stop);
            await response.WriteAsync("\r\n", stop);
            await response.Body.FlushAsync(stop);
        }

        await Part().WaitAsync(SlowestWrite, stop);
    }

    private static async Task<IResult> Push(Guid id, HttpRequest request, CameraHub hub, CancellationToken stop)
    {
        if (hub.Find(id) is not { } worker)
        {
            return Results.NotFound();
        }

        if (!worker.TakesPushes)
        {
            return Results.Problem("This camera reads its source itself; push to one whose source is 'push'.", statusCode: StatusCodes.Status409Conflict);
        }

        if (request.ContentType != "image/jpeg")
        {
            return Results.Problem("Push image/jpeg.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        worker.Push(await Body.Read(request, Pictures.MostBytes, stop));
        return Results.Accepted();
    }
}
