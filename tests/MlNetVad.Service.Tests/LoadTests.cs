using Microsoft.Extensions.Logging.Abstractions;
using MlNetVad.Service.Cameras;

namespace MlNetVad.Service.Tests;

/// <summary>A machine that is too slow for its cameras.</summary>
public sealed class LoadTests
{
    [Theory]
    [InlineData(50, false)]
    [InlineData(300, true)]
    public void Look_AMinuteInWhichFramesWereLeftOut_SaysSoAndTakesItBack(int left, bool isSaid)
    {
        var time = new Hands();
        var clock = new MonotonicClock(time);
        var status = new CameraStatus();
        Come(status, 50);
        status.Dropped = 40;   // while the model was loaded
        var watch = new LoadWatch("gate", status, clock, NullLogger.Instance);
        watch.Begin();

        Come(status, 600);
        status.Dropped += left;
        watch.Look();
        Assert.Equal("", status.Problem);
        time.Seconds = 61;
        watch.Look();
        Assert.Equal(isSaid, status.Problem.Contains("50 % of this one's frames were left out", StringComparison.Ordinal));
        status.Set(CameraState.Silent, "No frame came for 5 s.");
        Assert.Equal("No frame came for 5 s.", status.Problem);

        Come(status, 600);
        time.Seconds = 122;
        watch.Look();
        Assert.Equal("", status.Problem);
    }

    private static void Come(CameraStatus status, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            status.Came(DateTime.UnixEpoch);
        }
    }

    private sealed class Hands : TimeProvider
    {
        public double Seconds { get; set; }

        public override long GetTimestamp() => (long)(Seconds * TimestampFrequency);
    }
}
