using Microsoft.EntityFrameworkCore;
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
}
