using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;
using Npgsql;

namespace MlNetVad.Service.Tests;

/// <summary>
/// The service on a real PostgreSQL server; skipped, visibly, where <c>MLNETVAD_POSTGRES</c> names none
/// (<c>Host=localhost;Username=…;Password=…</c>, of a user who may make databases).
/// </summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task Service_OnPostgreSql_KeepsEventsAndPeople()
    {
        string? server = Environment.GetEnvironmentVariable("MLNETVAD_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "MLNETVAD_POSTGRES names no server");
        string name = $"vad_{Guid.NewGuid():N}";
        string database = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
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
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP DATABASE \"{name}\"", connection);
        await drop.ExecuteNonQueryAsync();
    }
}
