using System.Numerics.Tensors;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Transforms;

namespace MlNetVad.Torch.Trainers;

/// <summary>The inputs of one row: the clip, and text embeddings, objects and frozen tokens where those columns have a name.</summary>
internal sealed class PredictorRow
{
    private readonly InputSlot<VBuffer<byte>> _clip = new();
    private readonly InputSlot<VBuffer<float>>? _semantic, _objects, _appearance, _embeddings;
    private readonly PredictorColumns _columns;
    private byte[] _clipScratch = [];
    private float[] _semanticScratch = [], _objectScratch = [], _appearanceScratch = [], _embeddingScratch = [], _text = [];

    public PredictorRow(PredictorColumns columns)
    {
        _columns = columns;
        _semantic = columns.Semantic is null ? null : new();
        _objects = columns.Objects is null ? null : new();
        _appearance = columns.Appearance is null ? null : new();
        _embeddings = columns.Embeddings is null ? null : new();
        Slots = [.. new InputSlot?[] { _clip, _semantic, _objects, _appearance, _embeddings }.OfType<InputSlot>()];
    }

    /// <summary>The slots in the order of the component's input columns.</summary>
    public IReadOnlyList<InputSlot> Slots { get; }

    /// <summary>The clip [T, H, W, C].</summary>
    public ReadOnlySpan<byte> Clip => Persistence.Slots.Dense(in _clip.Value, ref _clipScratch);

    /// <summary>The frozen encoder's last hidden states, [T, 1 + P, w]; only where that column has a name.</summary>
    public ReadOnlySpan<float> HiddenStates => Persistence.Slots.Dense(in _appearance!.Value, ref _appearanceScratch);

    /// <summary>The frozen encoder's patch embeddings, [SkipFrames, P, w]; only where that column has a name.</summary>
    public ReadOnlySpan<float> PatchEmbeddings => Persistence.Slots.Dense(in _embeddings!.Value, ref _embeddingScratch);

    /// <summary>Objects of the row; 0 where no objects are read.</summary>
    public int ObjectCount => _objects is null ? 0 : _objects.Value.Length / ObjectCrops.Stride;

    /// <summary>The numbers of an object: x, y, width, height, confidence, class.</summary>
    public ReadOnlySpan<float> Object(int index) =>
        Persistence.Slots.Dense(in _objects!.Value, ref _objectScratch).Slice(index * ObjectCrops.Stride, ObjectCrops.Stride);

    /// <summary>Where a unit stands: its object's lower edge; 0 for a whole frame.</summary>
    public float Place(int index) => _objects is null ? 0 : Object(index)[1] + Object(index)[3];

    /// <summary>Reads every slot.</summary>
    public void Read()
    {
        foreach (InputSlot slot in Slots)
        {
            slot.Read();
        }
    }

    /// <summary>
    /// A text embedding: of the row (0), or of an object; empty where no text is read. It comes with length √S, a mean square of 1
    /// as tokens have: an embedding of length 1 would drown among them. Zero, for no caption, stays zero.
    /// </summary>
    /// <exception cref="VadException">There is none for the object, or it is not finite.</exception>
    public ReadOnlySpan<float> Text(int index, int width)
    {
        if (_semantic is null)
        {
            return [];
        }

        ReadOnlySpan<float> all = Persistence.Slots.Dense(in _semantic.Value, ref _semanticScratch);
        if (all.Length < (index + 1) * width)
        {
            throw new VadException($"The column '{_columns.Semantic}' has {all.Length} numbers where {index + 1} embeddings of {width} are needed; give one embedding an object.");
        }

        ReadOnlySpan<float> text = all.Slice(index * width, width);
        float length = OrderedSums.Norm(text);
        if (!float.IsFinite(length))
        {
            throw new VadException($"The column '{_columns.Semantic}' holds an embedding of length {length}; embeddings must be finite numbers: find the text encoder that made it.");
        }

        Array.Resize(ref _text, width);
        TensorPrimitives.Multiply(text, length > 0 ? MathF.Sqrt(width) / length : 0, _text);
        return _text;
    }
}
