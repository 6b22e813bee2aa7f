using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlNetVad.Service.Archives;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;
using MlNetVad.TestSupport;

namespace MlNetVad.Service.Tests;

/// <summary>The penetration list, and what does not fit into a line of it.</summary>
public sealed class PenetrationTests(AttackedHost target) : IClassFixture<AttackedHost>
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Attacks.All.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Request_OfTheList_GetsWhatTheListSays(int number)
    {
        Attack attack = Attacks.All[number];
        using HttpRequestMessage request = target.Request(attack);
        using HttpResponseMessage answer = await target.Client(attack.As).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(attack.Expected == (int)answer.StatusCode, $"{attack.Row}\ngot {(int)answer.StatusCode} {body}");
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", body, StringComparison.Ordinal);
        if (attack.Path.EndsWith("%00", StringComparison.Ordinal))
        {
            return;   // the server itself refuses it, before anything of ours
        }

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void List_OfTheDocumentation_IsTheListThatIsTried()
    {
        string page = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "service.md"));
        string expected = string.Join('\n', Attacks.All.Select(attack => attack.Row));

        Assert.True(Attacks.All.Length >= 60);
        Assert.True(page.Contains(expected, StringComparison.Ordinal), $"docs/service.md lacks the list; it is:\n{expected}");
    }

    [Fact]
    public async Task Login_WrongPasswords_AreLockedOutAndThenLimited()
    {
        await using TestHost host = await TestHost.Start(options => options.LoginsPerMinute = 8);
        var answers = new List<string>();
        for (int i = 0; i < 8; i++)
        {
            answers.Add(await host.TrySignIn("admin", i < 6 ? "wrong password" : TestHost.Password));
        }

        Assert.All(answers, answer => Assert.Equal("/login?failed=true", answer));   // the right password is too late
        Assert.Equal("429", await host.TrySignIn("admin", TestHost.Password));
        Assert.Equal(8, await host.Get<DbAccess>().Run(db => db.Audit.CountAsync(entry => entry.Action == "sign in" && entry.Status == 401)));
    }

    [Theory]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/events", "/events")]
    public async Task Login_LeadsToAPageOfThisHostOnly(string asked, string expected) =>
        Assert.Equal(expected, await target.Host.TrySignIn("admin", TestHost.Password, asked));

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.9")]
    [InlineData("10.0.0.2", "127.0.0.1")]
    [InlineData(null, "127.0.0.1")]
    public async Task Audit_BehindAProxy_HasTheAddressThatAKnownProxyTells(string? known, string expected)
    {
        await using TestHost host = await TestHost.Start(options =>
        {
            if (known is not null)
            {
                options.KnownProxies.Add(known);
            }
        });
        using HttpClient client = await host.Client(Roles.Viewer);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        await client.DeleteAsync($"api/cameras/{Guid.NewGuid()}");

        Assert.Equal(expected, await host.Get<DbAccess>().Run(db => db.Audit.Where(entry => entry.Status == 403).Select(entry => entry.Address).SingleAsync()));
    }

    [Fact]
    public async Task User_Deleted_HisCookieIsWorthNothing()
    {
        await using TestHost host = await TestHost.Start(services: services => Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions
            .Configure<Microsoft.AspNetCore.Identity.SecurityStampValidatorOptions>(services, options => options.ValidationInterval = TimeSpan.Zero));
        using HttpClient administrator = await host.Client(Roles.Administrator);
        await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(administrator, "api/users", new { Name = "eve", Password = TestHost.Password, Role = Roles.Viewer });
        using HttpClient eve = await host.SignIn("eve", TestHost.Password);
        Assert.Equal(HttpStatusCode.OK, (await eve.GetAsync("api/cameras")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await administrator.DeleteAsync("api/users/eve")).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await eve.GetAsync("api/cameras")).StatusCode);
    }

    [Fact]
    public async Task Audit_ChangesAndRefusals_StandInItWithoutBodies()
    {
        HttpClient administrator = target.Client("administrator");
        using HttpClient viewer = await target.Host.Client(Roles.Viewer);
        await viewer.DeleteAsync($"api/cameras/{target.Camera}");

        string audit = await administrator.GetStringAsync("api/audit?take=1000");

        Assert.Contains($"DELETE /api/cameras/{target.Camera}", audit, StringComparison.Ordinal);
        Assert.Contains("key test viewer", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(TestHost.Password, audit, StringComparison.Ordinal);
        Assert.DoesNotContain("vad_", audit, StringComparison.Ordinal);
    }
}

/// <summary>The service that is attacked: a camera, a camera that takes frames, and an event.</summary>
public sealed class AttackedHost : IAsyncLifetime
{
    private readonly Dictionary<string, HttpClient> _clients = [];
    private readonly Guid _event = Guid.CreateVersion7();
    private Guid _push;

    internal TestHost Host { get; private set; } = null!;

    internal Guid Camera { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.Start(options => options.MaximumUploadBytes = 8 << 20, services: services => services.AddSingleton<IArchives>(new ArchiveTests.Store()));
        Camera = await Host.Camera(new { Name = "scene", Source = "synthetic:scene?width=120&height=90&fps=10&split=train", Model = "demo" });
        _push = await Host.Camera(new { Name = "push", Source = "push", Model = "demo" });
        await Host.Get<DbAccess>().Run(async db =>
        {
            db.Events.Add(new VadEvent { Id = _event, CameraId = Camera, CameraName = "scene", StartedAt = DateTime.UtcNow, EndedAt = DateTime.UtcNow });
            await db.SaveChangesAsync();
        });
        foreach (string role in Roles.All)
        {
            _clients[role] = await Host.Client(role);
        }

        _clients["nobody"] = await Host.Client(null);
        _clients["cookie"] = await Host.SignIn("admin", TestHost.Password);
        _clients["cookie with token"] = await Host.SignIn("admin", TestHost.Password, withToken: true);
        CameraHub hub = Host.Get<CameraHub>();
        await TestHost.Until(() => Task.FromResult(hub.Find(_push)!.Status.Threshold is not null), "a model for the pushed frames");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (HttpClient client in _clients.Values)
        {
            client.Dispose();
        }

        await Host.DisposeAsync();
    }

    internal HttpClient Client(string name) => _clients[name];

    internal HttpRequestMessage Request(Attack attack)
    {
        string path = attack.Path.Replace("{camera}", $"{Camera}", StringComparison.Ordinal).Replace("{push}", $"{_push}", StringComparison.Ordinal).Replace("{event}", $"{_event}", StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(attack.Method), new Uri($"{Host.Address}{path.TrimStart('/')}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = !path.Contains('\'', StringComparison.Ordinal) })) { Content = attack.Body?.Invoke() };
        if (attack.Header?.Split(": ", 2) is [string name, string value])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
