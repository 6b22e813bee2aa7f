using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

public sealed class EventSeverityTests
{
    [Theory]
    [InlineData("Anomaly", 0.51f, "Low")]
    [InlineData("Anomaly", 0.75f, "Medium")]
    [InlineData("Anomaly", 0.99f, "Medium")]
    [InlineData("Anomaly", 1f, "High")]
    [InlineData("Silent", 0f, "Medium")]
    public void Of_AnEvent_FollowsTheRule(string kind, float peak, string expected) =>
        Assert.Equal(Enum.Parse<EventSeverity>(expected), EventSeverities.Of(new VadEvent { Kind = Enum.Parse<EventKind>(kind), Peak = peak }));

    [Fact]
    public async Task Events_AskedForBySeverity_AreThoseThatTheRuleCallsSo()
    {
        await using TestHost host = await TestHost.Start();
        await host.Get<DbAccess>().Run(async db =>
        {
            db.Events.AddRange(((float[])[0.6f, 0.8f, 1.4f]).Select(peak => new VadEvent { Peak = peak, StartedAt = DateTime.UtcNow, EndedAt = DateTime.UtcNow }));
            db.Events.Add(new VadEvent { Kind = EventKind.Silent, StartedAt = DateTime.UtcNow, EndedAt = DateTime.UtcNow });
            await db.SaveChangesAsync();
        });
        using HttpClient client = await host.Client(Roles.Viewer);

        foreach ((string severity, string[] expected) in ((string, string[])[])[("Low", ["High", "Low", "Medium", "Medium"]), ("Medium", ["High", "Medium", "Medium"]), ("High", ["High"])])
        {
            JsonArray found = (await client.GetFromJsonAsync<JsonArray>($"api/events?severity={severity}"))!;
            Assert.Equal(expected, found.Select(item => (string)item!["severity"]!).Order(StringComparer.Ordinal));
        }
    }
}
