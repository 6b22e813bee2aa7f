using MlNetVad.Video.Frames;

namespace MlNetVad.Video.Synthetic;

/// <summary>Two seconds of one figure that does one thing, at a place and in a light of its own.</summary>
internal sealed class ActionFrameSource(ActorKind kind, ulong key) : FrameSource
{
    private const int Rate = 10, Frames = 20, Width = 240, Height = 180;

    public override int? FrameCount => Frames;

    public override FrameSourceInfo Describe() => new(Height, Width, Frames, Rate);

    public override FrameReader Open(FrameFormat format, CancellationToken cancellation)
    {
        FrameFormat resolved = format.Resolve(Describe().Native);
        return new Reader(new SceneView(resolved.Width, resolved.Height, Rate), resolved, kind, key, cancellation);
    }

    private sealed class Reader(SceneView view, FrameFormat format, ActorKind kind, ulong key, CancellationToken cancellation) : FrameReader(format)
    {
        private readonly byte[] _place = SceneBackground.Make((int)(key % int.MaxValue), view), _grey = new byte[view.Width * view.Height];
        private readonly SceneNoise _noise = new(view.Width);
        private readonly FigurePainter _painter = new(view.Width, view.Height);
        private int _next;

        public override bool Read(Span<byte> frame)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_next == Frames)
            {
                return false;
            }

            var random = new SceneRandom(key);
            float light = random.Between(0.35f, 1.1f);
            _place.CopyTo(_grey, 0);
            _painter.Paint(Actor(ref random, _next), _grey);
            foreach (ref byte pixel in _grey.AsSpan())
            {
                pixel = (byte)Math.Min(255, pixel * light);
            }

            _noise.Add(SceneRandom.Key(key, _next++), 1, _grey);
            for (int i = 0; i < _grey.Length; i++)
            {
                frame.Slice(i * Format.Channels, Format.Channels).Fill(_grey[i]);
            }

            return true;
        }

        private SceneActor Actor(ref SceneRandom random, int frame)
        {
            float row = view.Row(random.Between(0.1f, 1)), size = view.PersonHeight(row) * random.Between(0.9f, 1.6f), seconds = (float)frame / Rate;
            int facing = random.Below(2) == 0 ? -1 : 1;
            float shade = random.Below(2) == 0 ? random.Between(25, 95) : random.Between(185, 240), phase = random.Between(0, 6.3f);
            uint look = (uint)random.Below(1 << 24);
            (float speed, float step) = kind switch      // body heights a second; body heights of a full turn of the legs
            {
                ActorKind.Walker => (random.Between(0.55f, 1), 0.8f),
                ActorKind.Runner => (random.Between(1.7f, 2.6f), 1.6f),
                ActorKind.Cyclist => (random.Between(1.8f, 3.2f), 2.2f),
                _ => (0, 1),
            };
            float way = speed * size, middle = view.Width * random.Between(0.4f, 0.6f);
            float x = middle + (facing * way * (seconds - ((float)Frames / Rate / 2)));
            float turns = kind is ActorKind.Jumper or ActorKind.Waver ? seconds * random.Between(1.2f, 2.2f) : speed * seconds / step;
            float stride = phase + (turns * 2 * MathF.PI), hop = kind == ActorKind.Jumper ? 0.28f * size * MathF.Abs(MathF.Sin(stride / 2)) : 0;
            return new SceneActor(kind, x, row - hop, size, facing, stride, shade, look);
        }
    }
}
