using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

/// <summary>The hours in which a camera counts.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData("2026-11-30T22:30:00", true)]    // Monday
    [InlineData("2026-12-01T05:59:00", true)]    // the night that began on Monday
    [InlineData("2026-12-01T06:00:00", false)]
    [InlineData("2026-12-01T22:30:00", false)]   // Tuesday's night
    [InlineData("2026-11-30T05:00:00", false)]   // Sunday's night
    [InlineData("2026-12-05T23:59:00", true)]    // Saturday, the whole day
    [InlineData("2026-12-06T00:00:00", false)]
    public void Counts_HoursAcrossMidnightAndToMidnight_AreThoseOfTheDayOnWhichTheyBegin(string utc, bool expected)
    {
        var schedule = new Schedule("UTC", [new Hours([DayOfWeek.Monday], "22:00", "06:00"), new Hours([DayOfWeek.Saturday], "00:00", "00:00")]);

        Assert.Equal(expected, Schedule.Read(schedule.Write()).Counts(Utc(utc)));
    }

    [Theory]
    [InlineData("2026-07-01T06:30:00", true)]    // 08:30 in summer
    [InlineData("2026-12-01T06:30:00", false)]   // 07:30 in winter
    [InlineData("2026-12-01T07:30:00", true)]
    [InlineData("2026-10-25T00:30:00", true)]    // 02:30 the first time
    [InlineData("2026-10-25T01:30:00", true)]    // and again, when clocks have been set back
    public void Counts_ZoneWithSummerTime_FollowsTheWallClock(string utc, bool expected)
    {
        DayOfWeek[] week = Enum.GetValues<DayOfWeek>();
        var schedule = new Schedule("Europe/Berlin", [new Hours(week, "08:00", "17:00"), new Hours(week, "02:00", "03:00")]);

        Assert.Equal(expected, schedule.Counts(Utc(utc)));
    }

    [Theory]
    [InlineData("Europe/Nowhere", "08:00", "time zone")]
    [InlineData("../../../etc/passwd", "08:00", "time zone")]
    [InlineData("UTC", "25:00", "time of day")]
    [InlineData("UTC", "8", "time of day")]
    public void Schedule_WhatIsNotPossible_IsRefused(string zone, string from, string expected) =>
        Assert.Contains(expected, Assert.Throws<VadException>(() => new Schedule(zone, [new Hours([DayOfWeek.Monday], from, "09:00")])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Camera_OutsideItsHours_IsWatchedAndNothingIsAlarmed()
    {
        await using TestHost host = await TestHost.Start();
        int hour = DateTime.UtcNow.Hour;
        object later = new { TimeZone = "UTC", Hours = new[] { new { Days = Enum.GetNames<DayOfWeek>(), From = $"{(hour + 3) % 24:00}:00", To = $"{(hour + 4) % 24:00}:00" } } };
        Guid loud = await host.Camera(new { Name = "loud", Source = WatchTests.Scene, Model = "demo", Threshold = -1000, Schedule = later });
        Guid silent = await host.Camera(new { Name = "silent", Source = "push", Model = "demo", SilentSeconds = 1, Schedule = later });
        CameraHub hub = host.Get<CameraHub>();
        await TestHost.Until(() => Task.FromResult(hub.Find(loud)!.Status.Scored > 15 && hub.Find(silent)!.Status.State == CameraState.Silent), "scores of one and silence of the other");
        await Task.Delay(1000);
        Assert.Equal(0, await host.Get<DbAccess>().Run(db => db.Events.CountAsync()));

        using HttpClient client = await host.Client(Roles.Operator);
        foreach (Guid camera in (Guid[])[loud, silent])
        {
            using HttpResponseMessage changed = await client.PutAsJsonAsync($"api/cameras/{camera}/watch", new { Schedule = new { TimeZone = "UTC", Hours = Array.Empty<object>() } });
            Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync());
        }

        await TestHost.Until(() => host.Get<DbAccess>().Run(async db => await db.Events.Select(item => item.CameraName).Distinct().CountAsync() == 2), "an event of each");
    }

    private static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
