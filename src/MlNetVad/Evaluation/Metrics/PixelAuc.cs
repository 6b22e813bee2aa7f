using System.Runtime.InteropServices;

namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// Exact pixel-level AUC from scored boxes and pixel masks, frame by frame. A pixel scores the highest box that covers
/// it, else the background. Only counts per distinct score are kept, so memory grows with the boxes, not the pixels.
/// Beside it the UCSD pixel-level criterion: an anomalous frame counts as found at the thresholds at which 40 % of its
/// anomalous pixels are alarmed.
/// </summary>
public sealed class PixelAuc
{
    /// <summary>Share of the anomalous pixels that must alarm (Mahadevan et al., CVPR 2010).</summary>
    public const double CoveredShare = 0.4;

    private readonly Dictionary<float, (long Anomalous, long Normal)> _pixels = [];
    private readonly List<float> _frameScores = [];
    private readonly List<float> _frameLabels = [];
    private readonly float _background;
    private int[] _topBox = [];

    /// <summary>Starts empty.</summary>
    /// <param name="background">Score of a pixel that no box covers; by default below every box.</param>
    public PixelAuc(float background = float.NegativeInfinity)
    {
        if (float.IsNaN(background))
        {
            throw new ArgumentException("The background score must not be NaN.", nameof(background));
        }

        _background = background;
    }

    /// <summary>Frames added.</summary>
    public int Frames => _frameScores.Count;

    /// <summary>Share of the (anomalous, normal) pixel pairs in the right order, ties one half; NaN where one class is absent.</summary>
    public double Value
    {
        get
        {
            Int128 twice = 0;
            long below = 0, anomalous = 0;
            foreach ((float _, (long Anomalous, long Normal) count) in _pixels.OrderBy(entry => entry.Key))
            {
                twice += (Int128)count.Anomalous * ((2 * (Int128)below) + count.Normal);
                below += count.Normal;
                anomalous += count.Anomalous;
            }

            return anomalous > 0 && below > 0 ? (double)twice / 2 / ((double)anomalous * below) : double.NaN;
        }
    }

    /// <summary>AUC of the UCSD 40 % pixel-level criterion over frames; NaN where one class is absent.</summary>
    public double CriterionAuc => RocAuc.Compute(CollectionsMarshal.AsSpan(_frameScores), CollectionsMarshal.AsSpan(_frameLabels));

    /// <summary>Adds one frame.</summary>
    /// <param name="videoId">For error messages.</param>
    /// <param name="frame">For error messages.</param>
    /// <param name="width">Frame width in pixels.</param>
    /// <param name="height">Frame height in pixels.</param>
    /// <param name="boxes">In the frame's pixels; parts outside are cut off.</param>
    /// <param name="mask">Row-major, a byte a pixel, not 0 where anomalous; empty means all normal.</param>
    /// <exception cref="VadException">The mask has another size, or a box's score is NaN.</exception>
    public void Add(string videoId, long frame, int width, int height, ReadOnlySpan<ScoredBox> boxes, ReadOnlySpan<byte> mask)
    {
        int pixels = width * height;
        if (!mask.IsEmpty && mask.Length != pixels)
        {
            throw new VadException($"Video '{videoId}', frame {frame}: the mask has {mask.Length} pixels but the frame {width}×{height}; use masks of the frames' size.");
        }

        ScoredBox[] ascending = boxes.ToArray();
        if (Array.Exists(ascending, box => float.IsNaN(box.Score)))
        {
            throw new VadException($"Video '{videoId}', frame {frame}: an object's score is NaN; check the model that gave it.");
        }

        Array.Sort(ascending, (a, b) => a.Score.CompareTo(b.Score));
        Paint(ascending, width, height);
        Count(ascending, _topBox.AsSpan(0, pixels), mask);
    }

    /// <summary>Painting in ascending order leaves the highest box on top; 0 is background, i + 1 is box i.</summary>
    private void Paint(ScoredBox[] ascending, int width, int height)
    {
        if (_topBox.Length < width * height)
        {
            _topBox = new int[width * height];
        }

        Span<int> top = _topBox.AsSpan(0, width * height);
        top.Clear();
        for (int i = 0; i < ascending.Length; i++)
        {
            ScoredBox box = ascending[i];
            if (!(box.Score > _background))
            {
                continue;
            }

            (int left, int right) = Cover(box.X, box.Width, width);
            (int first, int last) = Cover(box.Y, box.Height, height);
            for (int y = first; y < last && left < right; y++)
            {
                top[((y * width) + left)..((y * width) + right)].Fill(i + 1);
            }
        }
    }

    private static (int First, int End) Cover(float start, float length, int limit) =>
        (Math.Clamp((int)MathF.Ceiling(start - 0.5f), 0, limit), Math.Clamp((int)MathF.Ceiling(start + length - 0.5f), 0, limit));

    private void Count(ScoredBox[] ascending, ReadOnlySpan<int> top, ReadOnlySpan<byte> mask)
    {
        long[] all = new long[ascending.Length + 1];
        long[] anomalous = new long[ascending.Length + 1];
        foreach (int box in top)
        {
            all[box]++;
        }

        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0)
            {
                anomalous[top[i]]++;
            }
        }

        for (int box = 0; box < all.Length; box++)
        {
            if (all[box] > 0)
            {
                ref (long Anomalous, long Normal) count = ref CollectionsMarshal.GetValueRefOrAddDefault(_pixels, ScoreOf(ascending, box), out _);
                count.Anomalous += anomalous[box];
                count.Normal += all[box] - anomalous[box];
            }
        }

        AddFrame(ascending, all, anomalous);
    }

    /// <summary>The highest threshold at which the criterion calls the frame anomalous.</summary>
    private void AddFrame(ScoredBox[] ascending, long[] all, long[] anomalous)
    {
        long truth = anomalous.Sum();
        long needed = truth > 0 ? Math.Max(1, (long)Math.Ceiling(CoveredShare * truth)) : 1;
        long[] counted = truth > 0 ? anomalous : all;
        int box = ascending.Length;
        for (long covered = counted[box]; covered < needed; covered += counted[box])
        {
            box--;
        }

        _frameScores.Add(ScoreOf(ascending, box));
        _frameLabels.Add(truth > 0 ? 1 : 0);
    }

    private float ScoreOf(ScoredBox[] ascending, int box) => box == 0 ? _background : ascending[box - 1].Score;
}
