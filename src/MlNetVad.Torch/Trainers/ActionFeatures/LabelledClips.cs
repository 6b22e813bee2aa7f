using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.ActionFeatures;

/// <summary>Encoded clips of actions, in memory.</summary>
internal sealed class LabelledClips
{
    private readonly List<float[]> _clips = [];
    private readonly List<int> _labels = [], _videos = [];

    private LabelledClips(int frames, int width, NamedTexts texts) => (Frames, Width, Texts) = (frames, width, texts);

    /// <summary>n.</summary>
    public int Frames { get; }

    /// <summary>D.</summary>
    public int Width { get; }

    /// <summary>Clips in all.</summary>
    public int Count => _clips.Count;

    /// <summary>The actions.</summary>
    public NamedTexts Texts { get; }

    /// <summary>The action of each clip.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>The video of each clip.</summary>
    public IReadOnlyList<int> Videos => _videos;

    /// <summary>Reads all rows; each object of a row is a clip.</summary>
    /// <exception cref="VadException">There are not two actions.</exception>
    public static LabelledClips Read(IDataView input, ActionFeatureTrainer.Options options)
    {
        DataViewSchema.Column[] columns = [.. options.Columns.Inputs.Concat(options.Labels).Select(c => c.Find(input.Schema))];
        System.Collections.Immutable.ImmutableArray<int> shape = ((VectorDataViewType)columns[0].Type).Dimensions;   // *, n, D
        var clips = new LabelledClips(shape[1], shape[2], new NamedTexts(((VectorDataViewType)columns[5].Type).Size));
        var videos = new Dictionary<string, int>(StringComparer.Ordinal);
        using DataViewRowCursor cursor = input.GetRowCursor([columns[0], columns[2], columns[4], columns[5]]);
        ValueGetter<VBuffer<float>> frames = cursor.GetGetter<VBuffer<float>>(columns[0]), text = cursor.GetGetter<VBuffer<float>>(columns[5]);
        ValueGetter<ReadOnlyMemory<char>> video = cursor.GetGetter<ReadOnlyMemory<char>>(columns[2]), action = cursor.GetGetter<ReadOnlyMemory<char>>(columns[4]);
        VBuffer<float> vectors = default, words = default;
        ReadOnlyMemory<char> name = default, label = default;
        while (cursor.MoveNext())
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            frames(ref vectors);
            if (vectors.Length == 0)
            {
                continue;
            }

            video(ref name);
            action(ref label);
            text(ref words);
            int known = videos.TryGetValue(name.ToString(), out int index) ? index : videos[name.ToString()] = videos.Count;
            clips.Add([.. vectors.DenseValues()], clips.Texts.Index(label.ToString(), words), known);
        }

        return clips.Texts.Names.Count >= 2
            ? clips
            : throw new VadException($"The clips have {Counted.Of(clips.Texts.Names.Count, "action")} in column '{options.ActionColumnName}', and what tells actions apart needs two at least: give clips of other actions too.");
    }

    /// <summary>Some clips as [B, n, D].</summary>
    public Tensor Batch(ReadOnlySpan<int> indices)
    {
        var all = new float[indices.Length * Frames * Width];
        for (int i = 0; i < indices.Length; i++)
        {
            _clips[indices[i]].CopyTo(all, i * Frames * Width);
        }

        return tensor(all, [indices.Length, Frames, Width]);
    }

    /// <summary>Their actions, [B].</summary>
    public Tensor LabelsOf(ReadOnlySpan<int> indices)
    {
        var labels = new long[indices.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = _labels[indices[i]];
        }

        return tensor(labels);
    }

    // an object after the other
    private void Add(float[] vectors, int action, int video)
    {
        for (int start = 0; start < vectors.Length; start += Frames * Width)
        {
            _clips.Add(vectors[start..(start + (Frames * Width))]);
            _labels.Add(action);
            _videos.Add(video);
        }
    }
}
