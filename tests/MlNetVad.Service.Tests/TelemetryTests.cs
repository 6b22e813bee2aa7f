using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MlNetVad.Service.Tests;

/// <summary>What <c>mlnetvad serve</c> tells a receiver of OpenTelemetry.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Serve_WithAReceiverInTheEnvironment_TellsItOfTheCameras()
    {
        var came = new HashSet<string>();
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using WebApplication receiver = builder.Build();
        receiver.MapPost("/v1/{what}", async (string what, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            string text = Encoding.Latin1.GetString(body.ToArray());
            lock (came)
            {
                came.UnionWith(((string[])["mlnetvad.camera.scored", "Promenade", "mlnetvad"]).Where(word => text.Contains(word, StringComparison.Ordinal)).Select(word => $"{what}: {word}"));
            }
        });
        await receiver.StartAsync(TestContext.Current.CancellationToken);
        string data = Directory.CreateTempSubdirectory("vad-telemetry").FullName;
        Directory.CreateDirectory(Path.Combine(data, "models"));
        File.Copy(SmallModel.Path, Path.Combine(data, "models", "demo.zip"));
        var start = new ProcessStartInfo("dotnet", [TrainingTests.Program, "serve", "--demo", "--data", data, "--urls", "http://127.0.0.1:0"]) { UseShellExecute = false, RedirectStandardOutput = true };
        (start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"], start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"], start.Environment["OTEL_METRIC_EXPORT_INTERVAL"]) = (receiver.Urls.First(), "http/protobuf", "500");
        start.Environment["MLNETVAD_ADMIN_PASSWORD"] = TestHost.Password;
        using Process serve = Process.Start(start)!;
        serve.BeginOutputReadLine();
        try
        {
            await TestHost.Until(
                () =>
                {
                    lock (came)
                    {
                        return Task.FromResult(came.Contains("metrics: mlnetvad.camera.scored") && came.Contains("metrics: Promenade"));
                    }
                },
                "figures of a camera",
                90);
        }
        finally
        {
            serve.Kill(entireProcessTree: true);
            await serve.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(data, recursive: true);
        }
    }
}
