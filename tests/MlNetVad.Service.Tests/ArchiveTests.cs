using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MlNetVad.Service.Archives;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

/// <summary>Archives in the API and in the page; what the store says is made up here.</summary>
public sealed class ArchiveTests
{
    private const int Width = 1100, Height = 560;

    private const string Why = "'clip04.mp4' cannot be read.";

    [Fact]
    public async Task Api_FailedJob_IsSeenAndTriedAgainAndWrittenDown()
    {
        var store = new Store();
        await using TestHost host = await Start(store);
        using HttpClient viewer = await host.Client(Roles.Viewer);
        using HttpClient @operator = await host.Client(Roles.Operator);

        JsonNode look = (await viewer.GetFromJsonAsync<JsonNode>("api/archives"))!;
        HttpStatusCode refused = (await viewer.PostAsync("api/archives/failed/7/retry", null)).StatusCode;
        HttpStatusCode tried = (await @operator.PostAsync("api/archives/failed/7/retry", null)).StatusCode;
        HttpStatusCode again = (await @operator.PostAsync("api/archives/failed/7/retry", null)).StatusCode;

        JsonNode job = Assert.Single(look["failed"]!.AsArray())!;
        Assert.Equal(("clip04", 0L, 1000L, Why, 3), ((string)job["video"]!, (long)job["first"]!, (long)job["end"]!, (string)job["reason"]!, (int)job["tries"]!));
        Assert.Equal("Scoring", (string)Assert.Single(look["folders"]!.AsArray())!["state"]!);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NoContent, HttpStatusCode.NotFound), (refused, tried, again));
        Assert.Equal(["7"], store.Tried);
        Assert.Empty((await viewer.GetFromJsonAsync<JsonNode>("api/archives"))!["failed"]!.AsArray());   // at once, although looks hold for seconds
        int[] audited = await host.Get<DbAccess>().Run(db => db.Audit.Where(entry => entry.Action.EndsWith("/failed/7/retry")).Select(entry => entry.Status).Order().ToArrayAsync());
        Assert.Equal([204, 403, 404], audited);
        Assert.Contains("\"/api/archives/failed/{id}/retry\"", await viewer.GetStringAsync("api/openapi/v1.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_StoreThatIsAway_SaysSoInASentence()
    {
        await using TestHost host = await Start(new Store { Fault = new VadException("The store at 'db' does not answer.") });
        using HttpClient @operator = await host.Client(Roles.Operator);

        using HttpResponseMessage look = await @operator.GetAsync("api/archives");
        using HttpResponseMessage tried = await @operator.PostAsync("api/archives/failed/7/retry", null);

        Assert.All([look, tried], answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.Equal("The store at 'db' does not answer.", (string?)(await look.Content.ReadFromJsonAsync<JsonNode>())!["detail"]);
    }

    [Fact]
    public async Task Api_StoreThatHangs_KeepsNobodyLongAndIsAskedOnce()
    {
        using var never = new ManualResetEventSlim();
        var store = new Store { Gate = never };
        await using TestHost host = await Start(store);
        using HttpClient viewer = await host.Client(Roles.Viewer);
        await viewer.GetAsync("api/cameras");
        var clock = Stopwatch.StartNew();

        Task<HttpResponseMessage>[] looks = [.. Enumerable.Range(0, 20).Select(_ => viewer.GetAsync("api/archives"))];
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("api/cameras")).StatusCode);
        bool othersWaited = looks.Any(look => look.IsCompleted);
        HttpResponseMessage[] answers = await Task.WhenAll(looks);

        Assert.False(othersWaited);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.Contains("has not answered for 5 s", await answers[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(20));
        Assert.Equal(1, store.Looks);
        never.Set();
    }

    [Fact]
    public async Task Service_WithoutAStore_HasNeitherMenuEntryNorApi()
    {
        await using TestHost host = await TestHost.Start();
        using HttpClient viewer = await host.Client(Roles.Viewer);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.GetAsync("api/archives")).StatusCode);

        await using Chromium browser = await Chromium.Open(host, Width, Height);
        IPage page = browser.Page;
        await browser.SignIn();
        await page.GetByRole(AriaRole.Link, new() { Name = "Events" }).WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "Archives" }).CountAsync());
        await page.GotoAsync("/archives");
        await page.GetByText("This service has no archives' store").WaitForAsync();
    }

    [Fact]
    public async Task Page_TryAgain_IsClickedByWhoMay()
    {
        var store = new Store();
        await using TestHost host = await Start(store);
        using HttpClient administrator = await host.Client(Roles.Administrator);
        await administrator.PostAsJsonAsync("api/users", new { Name = "eve", Password = TestHost.Password, Role = Roles.Viewer });
        await using Chromium hers = await Chromium.Open(host, Width, Height), browser = await Chromium.Open(host, Width, Height);

        IPage viewer = hers.Page;
        await hers.SignIn("eve");
        await viewer.GetByRole(AriaRole.Link, new() { Name = "Archives" }).ClickAsync();
        await viewer.GetByText(Why).WaitForAsync();
        Assert.Equal(0, await viewer.GetByText("Try again").CountAsync());

        IPage page = browser.Page;
        await browser.SignIn();
        await page.GetByRole(AriaRole.Link, new() { Name = "Archives" }).ClickAsync();
        await page.GetByText(Why).WaitForAsync();
        await page.GetByText("2.0 minutes left, 50 of 200 jobs open").WaitForAsync();
        await browser.Accessible("archives");
        await browser.Take("service-archives");

        await page.GetByRole(AriaRole.Button, new() { Name = "Try again: clip04" }).ClickAsync();
        await page.GetByText("None.").WaitForAsync();

        Assert.Equal(["7"], store.Tried);
        Assert.Equal(("admin", 200), await host.Get<DbAccess>().Run(async db => await db.Audit.SingleAsync(entry => entry.Action == "try archive job 7 again") is var entry ? (entry.User, entry.Status) : default));
        store.Fault = new VadException("The store at 'db' does not answer.");
        await page.GetByText("The store at 'db' does not answer.").WaitForAsync();   // the page keeps up by itself
    }

    private static Task<TestHost> Start(Store store) => TestHost.Start(services: services => services.AddSingleton<IArchives>(store));

    /// <summary>A store with one archive and one failed job, the seventh.</summary>
    internal sealed class Store : IArchives
    {
        private int _looks;

        public VadException? Fault { get; set; }

        public ManualResetEventSlim? Gate { get; init; }

        public List<string> Tried { get; } = [];

        public int Looks => _looks;

        public ArchivesLook Look()
        {
            Interlocked.Increment(ref _looks);
            Gate?.Wait();
            DateTime at = DateTime.UtcNow;
            return Fault is null
                ? new ArchivesLook(
                    [new ArchiveWorker("hall", "4711", 4, at)], 46, 4, 150,
                    [new ArchiveFolder("/scores/2026", "/videos/2026", ArchiveState.Scoring, 0.75, 120, 200, 50, 1, at)],
                    1 - Tried.Count, [.. Tried.Count == 0 ? (FailedJob[])[new FailedJob("7", "/scores/2026", "clip04", 0, 1000, Why, at, 3)] : []])
                : throw Fault;
        }

        public bool Retry(string id)
        {
            bool isThere = Fault is null ? id == "7" && Tried.Count == 0 : throw Fault;
            Tried.AddRange(isThere ? [id] : []);
            return isThere;
        }
    }
}
