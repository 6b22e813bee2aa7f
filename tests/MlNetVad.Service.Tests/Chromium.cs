using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MlNetVad.Service.Tests;

/// <summary>A real browser on a service's pages; it writes down what it asks of other hosts and what its console complains of.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("MLNETVAD_SCREENSHOTS");

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    /// <summary>Addresses of other hosts that were asked.</summary>
    public List<string> Foreign { get; } = [];

    /// <summary>Errors of the console.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Opens one; skips the test, visibly, where there is no Chromium.</summary>
    public static async Task<Chromium> Open(TestHost host, int width, int height, bool touch = false)
    {
        string? path = Browsers.FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "no Chromium on this machine (apt-get install chromium)");
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
        IPage page = await browser.NewPageAsync(new() { BaseURL = host.Address.ToString(), ViewportSize = new() { Width = width, Height = height }, HasTouch = touch });
        var chromium = new Chromium(playwright, browser, page);
        page.Request += (_, request) => chromium.Foreign.AddRange(request.Url.StartsWith(host.Address.ToString(), StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal) ? [] : [request.Url]);
        page.PageError += (_, error) => chromium.Errors.Add(error);

        // pictures of a camera that begins anew, or of a replay that another one takes the place of, come and go
        page.Console += (_, message) => chromium.Errors.AddRange(message.Type != "error" || message.Location.Contains("/api/cameras/", StringComparison.Ordinal) ? [] : [$"{message.Text} {message.Location}"]);
        return chromium;
    }

    /// <summary>Signs in, as the administrator where nobody else is named.</summary>
    public async Task SignIn(string name = "admin")
    {
        await Page.GotoAsync("/");
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Password").FillAsync(TestHost.Password);
        await Accessible("login");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Wall" }).WaitForAsync();
    }

    /// <summary>Wants no serious finding of axe.</summary>
    public async Task Accessible(string name)
    {
        string[] serious = await Serious();
        Assert.True(serious.Length == 0, $"{name}: {string.Join('\n', serious)}");
    }

    /// <summary>The serious findings of axe.</summary>
    public async Task<string[]> Serious() =>
        [.. (await Page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {string.Join(", ", v.Nodes.Take(3).Select(node => node.Html))}")];

    /// <summary>Keeps a picture, of what is seen or of the whole page, where MLNETVAD_SCREENSHOTS names a folder.</summary>
    public async Task Take(string name, bool whole = false)
    {
        if (Pictures is not null)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.jpg"), Type = ScreenshotType.Jpeg, Quality = 70, Animations = ScreenshotAnimations.Disabled, FullPage = whole });
        }
    }

    /// <summary>Keeps pictures of the whole page in light and dark, where they are wanted.</summary>
    public async Task TakeInBoth(string name)
    {
        foreach (ColorScheme scheme in Pictures is null ? [] : (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Page.ReloadAsync();   // a page asks for the scheme once
            await Page.WaitForTimeoutAsync(700);
            await Take($"{name}-{scheme}".ToLowerInvariant(), whole: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
