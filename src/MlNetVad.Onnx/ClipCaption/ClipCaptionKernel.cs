using Microsoft.ML.Data;
using MlNetVad.Onnx.ClipCaption;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx;

/// <summary>Puts one clip after another into words.</summary>
/// <param name="described">t, H, W, C of what is described.</param>
/// <param name="every">Describes every k-th clip of a video.</param>
/// <param name="source">Gives captions.</param>
/// <param name="newest">Describes in the background; null where rows wait.</param>
internal sealed class ClipCaptionKernel(ClipShape described, int every, CaptionSource source, NewestClip? newest) : RowKernel
{
    private readonly KnownVideos _videos = new();
    private byte[] _scratch = [];

    public InputSlot<VBuffer<byte>> Clip { get; } = new();

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public OutputSlot<ReadOnlyMemory<char>> Caption { get; } = Slots.Scalar<ReadOnlyMemory<char>>();

    public override IReadOnlyList<InputSlot> Inputs => [Clip, Video, Frame];

    public override IReadOnlyList<OutputSlot> Outputs => [Caption];

    public override void Compute()
    {
        CaptionedVideo video = _videos.At(Video.Value.Span, Frame.Value);
        if (video.Clips++ % every == 0)
        {
            ReadOnlySpan<byte> frames = Slots.Dense(in Clip.Value, ref _scratch)[..(described.Frames * described.FrameBytes)];   // [t, H, W, C]
            if (newest is null)
            {
                video.Caption = source.Caption(new CaptionedClip(frames, described, video.Id, Frame.Value), video.Caption, source.CancellationToken);
            }
            else
            {
                newest.Describe(frames, video, Frame.Value);
            }
        }

        Caption.Value = video.Caption.AsMemory();
    }

    public override void Dispose() => newest?.Dispose();
}
