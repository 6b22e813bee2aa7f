using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MlNetVad.Cli.Archives;
using MlNetVad.Cli.Terminal;
using MlNetVad.Service;
using MlNetVad.Service.Archives;
using Spectre.Console;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad serve</c>: cameras watched live, until it is stopped.</summary>
internal static class ServeCommand
{
    private const string Usual = "http://localhost:5210";

    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Option<string> data = new("--data", "-d") { Description = "Folder of everything that is kept: database, models, events, keys.", HelpName = "DIR", DefaultValueFactory = _ => "mlnetvad-data" };
        Option<string[]> media = new("--media") { Description = "A folder whose video files cameras may name; can be given several times.", HelpName = "DIR", DefaultValueFactory = _ => [] };
        Option<string> urls = new("--urls") { Description = "Where to listen, with ';' between; http://0.0.0.0:5210 for the whole network.", HelpName = "URL", DefaultValueFactory = _ => Usual };
        Option<bool> demo = new("--demo") { Description = "Make two generated cameras and their model at the first start." };
        Option<string?> cluster = new("--cluster") { Description = "Be one node of many: where the others reach this one. All share the database of MlNetVad__PostgreSql.", HelpName = "IP:PORT" };
        urls.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } value && !value.Split(';').All(url => url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal)))
            {
                result.AddError($"--urls is '{value}'; expected addresses such as {Usual}, with ';' between.");
            }
        });
        cluster.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { Length: > 0 } value && !(IPEndPoint.TryParse(value, out IPEndPoint? address) && address.Port > 0))
            {
                result.AddError($"--cluster is '{value}'; expected an IP address of this machine and a port, such as 10.0.0.5:11111.");
            }
        });
        var command = new Command("serve", "Watch cameras live: pages, an API, events that people are told of. Runs until it is stopped.") { data, media, urls, demo, cluster };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(data)!, parsed.GetValue(media)!, parsed.GetValue(urls)!, parsed.GetValue(demo), parsed.GetValue(cluster), cancellation));
        return command;
    }

    private static int Run(Screen screen, string data, string[] media, string urls, bool demo, string? cluster, CancellationToken cancellation)
    {
        OutputPath.CheckFolder(data);
        Directory.CreateDirectory(data);
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetFullPath(data) });
        builder.WebHost.UseUrls(urls);
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical).AddFilter("Polly", LogLevel.Error).AddFilter("Orleans", LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Error);   // what degrades it is logged where it begins, not whenever somebody asks
        builder.Services.AddMlNetVad(options =>
        {
            options.DataFolder = data;
            options.Demo = demo;
            options.TrainCommand = SelfProcess.Command;
            Array.ForEach(media, options.MediaFolders.Add);
        });
        if (builder.Configuration["MlNetVad:PostgreSql"] is not null)
        {
            builder.Services.AddSingleton<IArchives>(provider => new StoredArchives(provider.GetRequiredService<IOptions<VadServiceOptions>>().Value.PostgreSql!));
        }

        Telemetry.Add(builder.Services);
        if (cluster is not null)
        {
            builder.Services.AddMlNetVadCluster(cluster);
        }

        WebApplication app = builder.Build();
        app.MapMlNetVad();
        Serve(screen, app, urls, cancellation).GetAwaiter().GetResult();
        return ExitCode.Success;
    }

    private static async Task Serve(Screen screen, WebApplication app, string urls, CancellationToken cancellation)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync(cancellation);
            }
            catch (IOException e)
            {
                throw new VadException($"Nothing can listen at {urls} ({e.Message.TrimEnd('.')}); stop what does, or choose another address with --urls.", e);
            }

            screen.Note($"Watching at {Markup.Escape(string.Join(' ', app.Urls))}; Ctrl-C stops.");
            await app.WaitForShutdownAsync(cancellation);
        }
    }
}
