using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;
using MlNetVad.TestSupport;
using Npgsql;

namespace MlNetVad.Service.Tests;

/// <summary>The service on a real PostgreSQL server.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task Service_OnPostgreSql_KeepsEventsAndPeople()
    {
        using PostgresServer server = PostgresServer.Start();
        string database = server.NewDatabase();
        await using (TestHost host = await TestHost.Start(options => options.PostgreSql = database))
        {
            await host.Camera(new { Name = "gate", Source = "synthetic:scene?width=120&height=90&fps=10&split=test&videos=1&frames=120&anomalies=1", Model = "demo", CoolDownSeconds = 1 });
            using HttpClient client = await host.Client(Roles.Viewer);
            await TestHost.Until(async () => (await WatchTests.Events(client)).Any(e => (bool)e!["hasClip"]!), "an event with a clip", 45);

            Assert.NotEmpty(await client.GetStringAsync($"api/events?text=GATE&state=New&from={DateTime.UtcNow.AddHours(-1):O}"));
            Assert.Equal("/", await host.TrySignIn("admin", TestHost.Password));
            DateTime hourAgo = DateTime.UtcNow.AddHours(-1);
            Assert.True(await host.Get<DbAccess>().Run(db => db.Events.AnyAsync(e => e.HasClip && e.StartedAt > hourAgo)));
            Assert.False(File.Exists(host.Get<VadFolders>().Database));
        }

        NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task Service_ThreeAtOnceOnAnEmptyDatabase_NoneComplains()
    {
        using PostgresServer server = PostgresServer.Start();
        string database = server.NewDatabase();
        using var log = new CaughtLog(LogLevel.Error);

        TestHost[] hosts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            Task.Run(() => TestHost.Start(options => options.PostgreSql = database, services: services => services.AddSingleton<ILoggerProvider>(log)))));

        Assert.True(log.Said.IsEmpty, string.Join("\n", log.Said));
        Assert.Equal(Roles.All.Length, await hosts[0].Get<DbAccess>().Run(db => db.Roles.CountAsync()));
        Assert.Equal("admin", await hosts[1].Get<DbAccess>().Run(db => db.Users.Select(user => user.UserName).SingleAsync()));
        await Task.WhenAll(hosts.Select(host => host.DisposeAsync().AsTask()));
        NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task Service_DatabaseNotThereYet_AnswersThatItIsStarting()
    {
        string folder = Directory.CreateTempSubdirectory("vad-service").FullName;
        using var log = new CaughtLog(LogLevel.Error);
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder, EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddMlNetVad(options => (options.DataFolder, options.PostgreSql) = (folder, "Host=127.0.0.1;Port=1;Database=vad"));
        await using WebApplication app = builder.Build();
        app.MapMlNetVad();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add(ApiKeyHandler.Header, ApiKeyHandler.Make());

        using HttpResponseMessage answer = await client.GetAsync("api/cameras", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("starting", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(log.Said, line => line.Contains("GET /api/cameras", StringComparison.Ordinal));
        await app.StopAsync(TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
    }
}
