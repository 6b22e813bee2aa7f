using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MlNetVad.Evaluation;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

/// <summary>Events that are looked for by what words mean.</summary>
public sealed class SearchTests
{
    private static readonly string[] Parts = ["motion", "posture", "stay", "amount", "scene", "camera covered", "camera dark", "camera moved"];

    [Fact]
    public async Task Search_ByMeaning_HasTheEventThatIsMeantFirst()
    {
        await using TestHost host = await TestHost.Start();
        Guid gate = Guid.NewGuid();
        DateTime day = DateTime.UtcNow.Date.AddDays(-3);   // what is old is deleted
        await host.Get<DbAccess>().Run(db =>
        {
            db.Events.AddRange(Parts.SelectMany((part, i) => Enumerable.Range(0, 3).Select(k => new VadEvent
            {
                CameraId = k == 0 ? gate : Guid.NewGuid(), CameraName = k == 0 ? "gate" : "yard", Part = part, Reason = Reasons.Of(new Evidence(part, 3, null)), StartedAt = day.AddHours(i + (24 * k)), EndedAt = day.AddHours(i + (24 * k)),
            })));
            return db.SaveChangesAsync();
        });
        using HttpClient client = await host.Client(Roles.Viewer);
        async Task<string[]> Find(string text, string more = "") =>
            [.. (await client.GetFromJsonAsync<JsonArray>($"api/events/search?text={Uri.EscapeDataString(text)}{more}"))!.Select(found => $"{found!["event"]!["part"]} {found["event"]!["camera"]} {(int)((DateTime)found["event"]!["startedAt"]! - day).TotalDays}")];

        Assert.Equal(["motion yard 2", "motion yard 1", "motion gate 0"], (await Find("an unusual movement"))[..3]);
        Assert.Equal("stay yard 2", (await Find("something has been left behind for a long time"))[0]);
        Assert.Equal("camera covered yard 2", (await Find("somebody blocks the lens"))[0]);
        Assert.Equal("camera dark yard 2", (await Find("it is night and nothing can be seen"))[0]);
        Assert.Equal(["motion gate 0", "motion yard 1"], (await Find("an unusual movement", $"&before={day.AddDays(2):O}"))[..2].Order());
        Assert.All(await Find("an unusual movement", $"&camera={gate}"), found => Assert.Contains("gate", found, StringComparison.Ordinal));
        Assert.Equal(2, (await Find("an unusual movement", "&take=2")).Length);
        Assert.All((await Find("gate"))[..Parts.Length], found => Assert.Contains("gate", found, StringComparison.Ordinal));
    }
}
