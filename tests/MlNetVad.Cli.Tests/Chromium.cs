using System.Reflection;
using Microsoft.Playwright;

namespace MlNetVad.Cli.Tests;

/// <summary>The system's Chromium, driven by Playwright; without it, or without node, the test is skipped, visibly.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Browsers, File.Exists) is not { } path || Node() is not { } node)
        {
            return;
        }

        Environment.SetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH", node);
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", typeof(Chromium).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "PlaywrightPackage").Value);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
    }

    /// <summary>Opens a file and notes all that goes wrong: errors in the console, exceptions, and whatever is fetched from elsewhere.</summary>
    public async Task<(IPage Page, List<string> Faults)> OpenAsync(string file, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        Assert.SkipUnless(_browser is not null, $"no Chromium ({string.Join(", ", Browsers)}) or no 'node' on the PATH");
        IPage page = await _browser!.NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        List<string> faults = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                faults.Add(message.Text);
            }
        };
        page.PageError += (_, error) => faults.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                faults.Add($"fetched {request.Url}");
            }
        };
        await page.GotoAsync(new Uri(Path.GetFullPath(file)).AbsoluteUri);
        return (page, faults);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Node() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);
}
