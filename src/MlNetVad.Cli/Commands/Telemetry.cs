using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MlNetVad.Cli.Commands;

/// <summary>Figures of the cameras and traces of requests go by OTLP to where the environment says, under OpenTelemetry's own names; nothing goes anywhere else.</summary>
internal static class Telemetry
{
    private const string Service = "OTEL_SERVICE_NAME";

    /// <summary>Adds the exporter where one is wanted.</summary>
    public static void Add(IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is not { Length: > 0 })
        {
            return;
        }

        if (Environment.GetEnvironmentVariable(Service) is not { Length: > 0 })
        {
            Environment.SetEnvironmentVariable(Service, "mlnetvad");
        }

        services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("MlNetVad.Service", "System.Runtime").AddAspNetCoreInstrumentation())
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation())
            .UseOtlpExporter();
    }
}
