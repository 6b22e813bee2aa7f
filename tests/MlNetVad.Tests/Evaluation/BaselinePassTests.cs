using MlNetVad.Evaluation;
using MlNetVad.Transforms.Pictures;
using MlNetVad.Video;

namespace MlNetVad.Tests.Evaluation;

public sealed class BaselinePassTests
{
    [Fact]
    public void At_TheSameSizeAgain_ReadsNothing()
    {
        VideoSource set = VideoSource.FromPath("synthetic:scene?videos=1&frames=12&width=64&height=48");
        var pass = new BaselinePass(set);
        var read = new Counter();

        TrivialBaselines first = pass.At(new FrameFormat(48, 64, 1), null, read, TestContext.Current.CancellationToken);
        Assert.Equal(12, read.Frames);
        Assert.Same(first, pass.At(new FrameFormat(48, 64, 1), null, read, TestContext.Current.CancellationToken));
        Assert.Equal(12, read.Frames);

        Assert.NotSame(first, pass.At(new FrameFormat(24, 32, 1), null, read, TestContext.Current.CancellationToken));
        Assert.NotSame(first, pass.At(new FrameFormat(48, 64, 1), new PictureSize(1, 32, 32), read, TestContext.Current.CancellationToken));
        Assert.Equal(36, read.Frames);
    }

    private sealed class Counter : IProgress<VideoProgress>
    {
        public int Frames { get; private set; }

        public void Report(VideoProgress value) => Frames++;
    }
}
