using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Tests;

/// <summary>The demo in a real browser, clicked through; skipped, visibly, where there is no Chromium.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task Demo_WallEventThisIsNormalThreshold_AreClickedThrough()
    {
        await using TestHost host = await TestHost.Start(options => options.Demo = true);
        await using Chromium browser = await Chromium.Open(host, 1100, 760);
        IPage page = browser.Page;
        await browser.SignIn();
        await page.GetByAltText("Live picture of Promenade").WaitForAsync();
        await TestHost.Until(() => page.EvaluateAsync<bool>("() => [...document.querySelectorAll('.vad-wall img')].every(i => i.naturalWidth > 0)"), "live pictures");
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Events.AnyAsync(e => e.HasClip)), "an event with a clip", 60);
        await browser.Accessible("wall");
        await browser.Take("service-wall");

        await page.GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Events" }).WaitForAsync();
        await browser.Accessible("events");
        Guid id = await host.Get<DbAccess>().Run(db => db.Events.Where(e => e.HasClip).OrderBy(e => e.StartedAt).Select(e => e.Id).FirstAsync());
        await page.Locator($"a[href='/events/{id}']").ClickAsync();
        ILocator state = page.Locator("#state");
        await Expect(state, "seen");
        await TestHost.Until(() => page.EvaluateAsync<bool>("() => document.querySelector('video').readyState >= 2"), "a clip that plays");
        await page.EvaluateAsync("() => { const v = document.querySelector('video'); const scores = JSON.parse(document.querySelector('.vad-player').dataset.curve).map(p => p[1]); v.currentTime = v.duration * scores.indexOf(Math.max(...scores)) / scores.length; }");
        await Task.Delay(500);
        await TestHost.Until(() => page.EvaluateAsync<bool>("() => document.querySelector('.vad-normal img')?.naturalWidth > 0"), "a picture of what is normal");
        await browser.Accessible("event");
        await browser.Take("service-event", whole: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "This is normal" }).ClickAsync();
        await Expect(state, "this is normal");
        Assert.Equal((EventState.Normal, "admin"), await host.Get<DbAccess>().Run(async db => await db.Events.FindAsync(id) is { } e ? (e.State, e.ReviewedBy) : default));
        await page.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Expect(state, "new");

        await page.GetByText("The camera's page").ClickAsync();
        await page.Locator("#threshold").FillAsync("0.75");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Cameras.AnyAsync(c => c.Threshold == 0.75f)), "the new threshold");
        await page.GetByLabel("Right").FillAsync("100");
        await page.GetByLabel("Bottom").FillAsync("30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add mask" }).ClickAsync();
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Cameras.AnyAsync(c => c.Masks != "[]")), "a mask");
        await page.EvaluateAsync("() => window.scrollTo(0, 0)");
        await browser.Accessible("camera");
        await browser.Take("service-camera");

        await page.GetByText("Say in words what is normal").ClickAsync();
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("something moves fast");
        await page.GetByLabel("Try it on").SelectOptionAsync($"{id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(page.Locator("#meaning"), "speed: moves fast");
        await page.GetByRole(AriaRole.Heading, new() { Name = "After: " }).WaitForAsync();
        await TestHost.Until(async () => await page.GetByRole(AriaRole.Progressbar).CountAsync() == 0, "the preview's end", 120);
        await page.GetByRole(AriaRole.Button, new() { Name = "Say it" }).ClickAsync();
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Cameras.AnyAsync(c => c.Texts != "[]")), "a text");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take back: something moves fast" }).WaitForAsync();
        await Faded(page);
        await Task.Delay(500);
        await page.EvaluateAsync("() => window.scrollTo(0, 0)");
        await browser.Accessible("texts");
        await browser.Take("service-texts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take back: something moves fast" }).ClickAsync();
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Cameras.AllAsync(c => c.Texts == "[]")), "no text");
        await page.GetByRole(AriaRole.Link, new() { Name = "The camera's page" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add hours" }).ClickAsync();
        await page.GetByText("every day, 22:00 to 06:00 of the next day").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove every day" }).ClickAsync();
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Cameras.AllAsync(c => c.Schedule.EndsWith("[]}"))), "no hours");

        await page.GetByText("Try other settings on a recording first.").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Other settings for" }).WaitForAsync();
        await page.GetByLabel("Recording").SelectOptionAsync($"{id}");
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "Threshold" }).FillAsync("900");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "After: 0 events" }).WaitForAsync();
        ILocator use = page.GetByRole(AriaRole.Button, new() { Name = "Use the settings of after" });
        await use.WaitForAsync(new() { Timeout = 120_000 });
        await page.GetByLabel("Recording").SelectOptionAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove all" }).ClickAsync();
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "Threshold" }).FillAsync("0.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await TestHost.Until(async () => await page.GetByText("After: ").CountAsync() == 1 && await page.GetByText("After: 0 events").CountAsync() == 0, "events after");
        await use.WaitForAsync(new() { Timeout = 120_000 });
        await Faded(page);
        await Task.Delay(500);   // so does a button that can be pressed again
        await page.EvaluateAsync("() => window.scrollTo(0, 0)");
        await browser.Accessible("replay");
        await browser.Take("service-replay");
        await use.ClickAsync();
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Cameras.AllAsync(c => c.Masks == "[]")), "the settings of the replay");

        Guid camera = await host.Get<DbAccess>().Run(db => db.Cameras.Select(c => c.Id).FirstAsync());
        await page.GotoAsync($"/cameras/{camera}/training");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record" }).ClickAsync();
        await page.GetByText("Recording: ").WaitForAsync();
        await Task.Delay(5000);   // a file of two seconds is the least
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await page.GetByText("It does not suffice").WaitForAsync();
        await Faded(page);
        await browser.Accessible("training");
        await browser.Take("service-training");

        foreach (string other in (string[])["cameras", "models", "users", "telling", "audit"])
        {
            await page.GotoAsync("/" + other);
            await page.Locator("h1").WaitForAsync();
            await browser.Accessible(other);
        }

        await page.GotoAsync("/api/reference");
        await page.GetByText("All cameras and how they are.").First.WaitForAsync();

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(390, 780);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Wall" }).WaitForAsync();
        await Task.Delay(1500);
        await browser.Accessible("wall, dark, on a phone");
        await browser.Take("service-phone");

        Assert.Empty(browser.Foreign);
        Assert.Empty(browser.Errors);
    }

    private static Task Expect(ILocator state, string text) => TestHost.Until(async () => await state.CountAsync() == 1 && await state.TextContentAsync() == text, $"the state '{text}'");

    // while messages fade they have little contrast, and one under the pointer stays
    private static async Task Faded(IPage page)
    {
        await page.Mouse.MoveAsync(1, 700);
        await TestHost.Until(async () => await page.Locator(".mud-snackbar").CountAsync() == 0, "messages that have faded away");
    }
}
