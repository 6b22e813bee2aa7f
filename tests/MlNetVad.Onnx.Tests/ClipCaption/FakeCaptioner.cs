using System.Collections.Concurrent;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>A captioner whose words a test decides.</summary>
internal sealed class FakeCaptioner(Func<string, long, string> words) : Captioner
{
    /// <summary>The clips it was asked about.</summary>
    public ConcurrentQueue<(string Video, long Frame)> Asked { get; } = new();

    public bool MayFail { get; init; } = true;

    public string Fingerprint { get; init; } = "fake";

    /// <summary>Waits here before it answers.</summary>
    public Action<CancellationToken> Wait { get; init; } = _ => { };

    internal override void Validate()
    {
        // there is nothing to get wrong
    }

    internal override ReadyCaptioner Prepare() => new Ready(this);

    private string Answer(in CaptionedClip clip, CancellationToken cancellationToken)
    {
        Asked.Enqueue((clip.Video, clip.Frame));
        Wait(cancellationToken);
        return words(clip.Video, clip.Frame);
    }

    private sealed class Ready(FakeCaptioner fake) : ReadyCaptioner
    {
        public override CaptionerKind Kind => CaptionerKind.Unsaved;

        public override bool MayFail => fake.MayFail;

        public override IReadOnlyList<(string Name, string Value)> Settings => [("captioner", "a fake one")];

        public override IClipDescriber Open() => new Describer(fake);

        public override void Write(BinaryWriter writer) => throw new InvalidOperationException();
    }

    private sealed class Describer(FakeCaptioner fake) : IClipDescriber
    {
        public string Fingerprint => fake.Fingerprint;

        public string Describe(in CaptionedClip clip, CancellationToken cancellationToken) => fake.Answer(in clip, cancellationToken);

        public void Dispose()
        {
            // nothing is open
        }
    }
}
