using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Captions of live video: rows never wait.</summary>
public sealed class LiveCaptionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MLContext _ml = new(seed: 1);
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _answer = new(0);

    public void Dispose()
    {
        _asked.Dispose();
        _answer.Dispose();
    }

    [Fact]
    public void Transform_Asynchronous_GivesTheLastKnownCaptionAndThenDescribesTheNewestClip()
    {
        FakeCaptioner fake = Slow((video, frame) => $"{video} {frame}");
        using Rows rows = Open(fake, frames: 12);

        Assert.Equal("", rows.Next());      // frame 4 is being described
        Assert.True(_asked.Wait(Patience));
        Assert.Equal("", rows.Next());      // 5 waits
        Assert.Equal("", rows.Next());      // 6 takes its place
        _answer.Release();
        Assert.True(_asked.Wait(Patience)); // 6 is being described, so 4 is known
        Assert.Equal("a 4", rows.Next());   // 7 waits
        _answer.Release();
        Assert.True(_asked.Wait(Patience));
        Assert.Equal("a 6", rows.Next());

        Assert.Equal([("a", 4), ("a", 6), ("a", 7)], fake.Asked);
    }

    [Fact]
    public void Transform_AsynchronousCaptionerFails_WarnsAndKeepsTheCaption()
    {
        var warnings = new System.Collections.Concurrent.BlockingCollection<string>();
        FakeCaptioner fake = Slow((_, frame) => frame == 4 ? "first" : throw new CaptionFailureException("not allowed", "The key is wrong.", isConfiguration: true));
        using Rows rows = Open(fake, frames: 40, warnings.Add);
        _answer.Release(100);

        rows.Next();
        Assert.True(_asked.Wait(Patience));
        SpinWait.SpinUntil(
            () =>
            {
                Thread.Sleep(20);   // the answer comes while frames do
                return rows.Next() == "first";
            },
            Patience);

        Assert.True(warnings.TryTake(out string? warning, Patience));
        Assert.Equal("The key is wrong. The last caption of the video stays.", warning);
        Assert.Equal("first", rows.Next());
    }

    [Fact]
    public void Transform_AsynchronousCursorClosed_EndsWhatIsBeingDescribed()
    {
        using var ended = new ManualResetEventSlim();
        var fake = new FakeCaptioner((_, _) => "never")
        {
            Wait = token =>
            {
                _asked.Release();
                if (token.WaitHandle.WaitOne(Patience))
                {
                    ended.Set();
                }

                token.ThrowIfCancellationRequested();
            },
        };

        using (Rows rows = Open(fake, frames: 6))
        {
            rows.Next();
            Assert.True(_asked.Wait(Patience));
        }

        Assert.True(ended.Wait(Patience));
    }

    [Fact]
    public void Transform_Asynchronous_IsSequential()
    {
        IDataView rows = ClipRows.Of(_ml, ("a", 9));
        var options = new ClipCaptionEstimator.Options { Captioner = new FakeCaptioner((_, _) => "") { MayFail = false } };
        Assert.False(_ml.Transforms.CaptionClip(options).Fit(rows).IsSequential);

        options.Asynchronous = true;
        Assert.True(_ml.Transforms.CaptionClip(options).Fit(rows).IsSequential);
    }

    [Fact]
    public void ModelRun_Live_MakesALoadedModelAsynchronousAndItsWarningsHeard()
    {
        var said = new System.Collections.Concurrent.BlockingCollection<string>();
        IDataView rows = ClipRows.Of(_ml, ("a", 9));
        ITransformer model = new TransformerChain<ITransformer>(_ml.Transforms.CaptionClip("Caption", "Clip", new OpenAiCompatibleCaptioner
        {
            Endpoint = $"http://127.0.0.1:{ChatServer.FreePort()}/v1",
            Model = "llava",
            Retries = 0,
        }).Fit(rows));

        ITransformer live = new ModelRun(IsLive: true, said.Add, CancellationToken.None).Of(model);

        using (var open = new Rows(live.Transform(rows)))
        {
            Assert.Equal("", open.Next());
            Assert.True(said.TryTake(out string? warning, Patience));
            Assert.Contains("cannot be reached", warning, StringComparison.Ordinal);
        }

        ITransformer other = _ml.Transforms.EmbedText("Semantic", "Caption").Fit(live.Transform(rows));
        Assert.Same(other, new ModelRun(IsLive: true, said.Add, CancellationToken.None).Of(other));
    }

    private FakeCaptioner Slow(Func<string, long, string> words) => new(words)
    {
        Wait = token =>
        {
            _asked.Release();
            _answer.Wait(Patience, token);
        },
    };

    private Rows Open(FakeCaptioner fake, int frames, Action<string>? onWarning = null)
    {
        IDataView clips = ClipRows.Of(_ml, ("a", frames));
        var options = new ClipCaptionEstimator.Options { Captioner = fake, Asynchronous = true, OnWarning = onWarning };
        return new Rows(_ml.Transforms.CaptionClip(options).Fit(clips).Transform(clips));
    }

    private sealed class Rows : IDisposable
    {
        private readonly DataViewRowCursor _cursor;
        private readonly ValueGetter<ReadOnlyMemory<char>> _caption;

        public Rows(IDataView view)
        {
            _cursor = view.GetRowCursor([view.Schema["Caption"]]);
            _caption = _cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Caption"]);
        }

        public string Next()
        {
            Assert.True(_cursor.MoveNext());
            ReadOnlyMemory<char> caption = default;
            _caption(ref caption);
            return caption.ToString();
        }

        public void Dispose() => _cursor.Dispose();
    }
}
