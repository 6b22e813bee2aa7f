using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MlNetVad.Service.Api;
using MlNetVad.Service.Archives;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Tests;

/// <summary>Every page on a phone's screen, in the dark, by finger and by keyboard (<see cref="PageTests"/> has the light); skipped, visibly, where there is no Chromium.</summary>
public sealed class PhoneTests
{
    private const int Width = 390, Finger = 44;

    // links within a sentence are as small as the sentence; a box to tick is as large as its label
    private static readonly string Small = $$"""
        () => [...document.querySelectorAll('a, button, input, select')]
          .filter(e => e.checkVisibility() && !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
          .map(e => [e, (e.type === 'checkbox' ? e.closest('label') : e).getBoundingClientRect()])
          .filter(([e, box]) => box.width > 0 && (box.width < {{Finger}} - 0.5 || box.height < {{Finger}} - 0.5))
          .map(([e, box]) => `${e.tagName} ${e.getAttribute('aria-label') ?? e.closest('label')?.textContent.trim().slice(0, 40) ?? e.textContent.trim().slice(0, 40)} ${Math.round(box.width)}x${Math.round(box.height)}`)
        """;

    // what stands out to the right, and what a box around it cuts off
    private const string Wide = """
        () => [...document.querySelectorAll('main *, .mud-main-content *, header *')]
          .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > window.innerWidth + 1)
          .map(e => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).slice(0, 5)
        """;

    // what takes the focus says whether one can see it there
    private const string Watch = "() => document.addEventListener('focusin', e => { e.target.dataset.reached = getComputedStyle(e.target).outlineStyle; })";

    private const string Missed = """
        () => [...document.querySelectorAll('main a, main button, main input, main select, header a, header button, .mud-main-content a, .mud-main-content button, .mud-main-content input, .mud-main-content select')]
          .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && (e.dataset.reached ?? 'none') === 'none')
          .map(e => `${e.tagName} ${e.getAttribute('aria-label') ?? e.textContent.trim().slice(0, 40)} ${e.dataset.reached ?? 'is not reached'}`)
        """;

    [Fact]
    public async Task Pages_OnAPhoneInTheDark_FitTheScreenFingersAndKeyboard()
    {
        await using TestHost host = await TestHost.Start(services: services => services.AddSingleton<IArchives>(new ArchiveTests.Store()));
        Guid camera = await host.Camera(new { Name = "gate", Source = WatchTests.Scene, Model = "demo" });
        await using Chromium browser = await Chromium.Open(host, Width, 780, touch: true);
        IPage page = browser.Page;
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await browser.SignIn();
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Events.AnyAsync(e => e.HasClip)), "an event with a clip");
        VadEvent item = await host.Get<DbAccess>().Run(db => db.Events.AsNoTracking().FirstAsync(e => e.HasClip));
        await host.Get<CameraEditing>().Change(camera, new CameraEdit { Enabled = false });   // the processors are the browser's
        string its = $"cameras/{camera}";
        (string Name, string Address)[] pages =
        [
            ("wall", ""), ("events", "events"), ("event", $"events/{item.Id}"), ("camera", its), ("texts", its + "/texts"), ("replay", its + "/replay"),
            ("training", its + "/training"), ("cameras", "cameras"), ("models", "models"), ("users", "users"), ("telling", "telling"), ("archives", "archives"), ("audit", "audit"), ("account", "account"),
        ];
        var faults = new List<string>();
        foreach ((string name, string address) in pages)
        {
            await page.GotoAsync("/" + address);
            await page.Locator("h1").WaitForAsync();
            await Task.Delay(400);   // until the page has its colours
            string[] found = [.. await page.EvaluateAsync<string[]>(Wide), .. await page.EvaluateAsync<string[]>(Small), .. await browser.Serious()];
            faults.AddRange(found.Select(fault => $"{name}: {fault}"));
            await browser.TakeInBoth($"phone-{name}");
        }

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Users and keys" }).WaitForAsync();
        await Task.Delay(400);
        await browser.Take("phone-menu-dark");
        faults.AddRange((await page.EvaluateAsync<string[]>(Small)).Concat(await browser.Serious()).Select(fault => $"menu: {fault}"));
        foreach ((string name, string address) in pages.Where(one => one.Name is "events" or "event" or "camera"))
        {
            await page.GotoAsync("/" + address);
            await page.Locator("h1").WaitForAsync();
            await page.EvaluateAsync(Watch);
            for (int press = 0; press < 40; press++)
            {
                await page.Keyboard.PressAsync("Tab");
            }

            faults.AddRange((await page.EvaluateAsync<string[]>(Missed)).Select(fault => $"{name}, by keyboard: {fault}"));
        }

        await page.GotoAsync($"/events/{item.Id}");
        await Task.Delay(500);   // the heading takes the focus when a page comes up
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).PressAsync("Enter");
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Events.AnyAsync(e => e.Id == item.Id && e.State == EventState.Confirmed)), "confirmed by keyboard");
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
        Assert.Empty(browser.Foreign);
        Assert.Empty(browser.Errors);
    }
}
