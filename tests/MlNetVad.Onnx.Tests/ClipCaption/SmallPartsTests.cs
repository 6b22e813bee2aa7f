using MlNetVad.Onnx.ClipCaption;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Pictures, warnings, pauses and gates.</summary>
public sealed class SmallPartsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void PngWriter_AnyPicture_IsReadBack(int channels)
    {
        byte[] pixels = new byte[37 * 11 * channels];
        new Random(5).NextBytes(pixels);

        PngFile png = PngFile.Read(PngWriter.Write(pixels, 37, 11, channels));

        Assert.Equal((37, 11, channels), (png.Width, png.Height, png.Channels));
        Assert.Equal(pixels, png.Pixels);
    }

    [Fact]
    public void Outages_LongOne_IsToldAtGrowingIntervals()
    {
        var (outages, said, _) = Make();
        for (int i = 0; i < 1000; i++)
        {
            outages.Failed("away", "It is away.");
        }

        outages.Worked();
        outages.Worked();

        Assert.Equal(
            [
                "It is away. The last caption of the video stays.",
                "It is away. 10 clips in a row have no caption of their own.",
                "It is away. 100 clips in a row have no caption of their own.",
                "It is away. 1000 clips in a row have no caption of their own.",
                "Captions come again, after 1000 clips without one.",
            ],
            said);
    }

    [Fact]
    public void Outages_AnotherKind_IsToldAtOnce()
    {
        var (outages, said, _) = Make();
        outages.Failed("away", "It is away.");
        outages.Failed("slow", "It is slow.");
        outages.Failed("away", "It is away.");

        Assert.Equal(["It is away. The last caption of the video stays.", "It is slow. 2 clips in a row have no caption of their own."], said);
    }

    [Fact]
    public void Outages_ComingAndGoing_AreNotAFloodAndLaterOnesAreTold()
    {
        var (outages, said, clock) = Make();
        for (int i = 0; i < 100; i++)
        {
            outages.Failed("away", "It is away.");
            outages.Worked();
        }

        Assert.Equal(2, said.Count);

        clock.Now += TimeSpan.FromMinutes(2);
        outages.Failed("away", "It is away.");
        Assert.Equal(3, said.Count);
    }

    [Fact]
    public void AskAgain_FailingAgain_WaitsTwiceAsLongUpToAMinute()
    {
        var clock = new Clock();
        var again = new AskAgain(clock);
        double[] pauses = [.. Enumerable.Range(0, 8).Select(_ =>
        {
            Assert.True(again.IsDue);
            again.Failed();
            DateTimeOffset failed = clock.Now;
            while (!again.IsDue)
            {
                clock.Now += TimeSpan.FromSeconds(1);
            }

            return (clock.Now - failed).TotalSeconds;
        })];

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
        again.Failed();
        again.Worked();
        Assert.True(again.IsDue);
    }

    [Theory]
    [InlineData("NaN", 0)]
    [InlineData("7", 7)]
    [InlineData("0.5", 0.5)]
    [InlineData("100000", 300)]
    [InlineData("Thu, 01 Jan 2026 00:00:09 GMT", 9)]
    [InlineData("Wed, 31 Dec 2025 00:00:00 GMT", 0)]
    [InlineData("soon", 0)]
    [InlineData(null, 0)]
    public void Asked_RetryAfter_IsSecondsOrADate(string? header, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), RetryPauses.Asked(header, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public async Task Enter_FullAndCancelled_EndsWaiting()
    {
        EndpointGate gate = EndpointGate.Of(new Uri("http://one.test/v1"));
        Assert.Same(gate, EndpointGate.Of(new Uri("http://one.test/v1/")));
        using (gate.Enter(1, CancellationToken.None))
        {
            using var cancellation = new CancellationTokenSource();
            var waiting = Task.Run(() => Assert.ThrowsAny<OperationCanceledException>(() => gate.Enter(1, cancellation.Token)), TestContext.Current.CancellationToken);
            await cancellation.CancelAsync();
            await waiting;
        }

        gate.Enter(1, CancellationToken.None).Dispose();
    }

    private static (Outages Outages, List<string> Said, Clock Clock) Make()
    {
        var said = new List<string>();
        var clock = new Clock();
        return (new Outages(said.Add, clock), said, clock);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
