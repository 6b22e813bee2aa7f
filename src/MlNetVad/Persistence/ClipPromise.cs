using Microsoft.ML.Data;

namespace MlNetVad.Persistence;

/// <summary>Refuses clips of another length, size or number of channels than a component was fitted to.</summary>
internal static class ClipPromise
{
    /// <summary>Checks a column before there are rows.</summary>
    /// <exception cref="VadException">It is a clip column of other dimensions.</exception>
    public static void Check(InputColumn column, DataViewType fitted, DataViewType found)
    {
        if (IsClip(fitted) && IsClip(found) && !fitted.Equals(found))
        {
            throw Other(column, fitted, Words(found));
        }
    }

    /// <summary>
    /// Checks the clips of a row that comes with numbers only: in a model that <c>mlContext.Model.Load</c> made, ML.NET passes no
    /// dimensions on, so that clips of as many bytes but other sides are not told apart.
    /// </summary>
    /// <exception cref="VadException">A clip has another number of bytes.</exception>
    public static void Check(ComponentTransformer component, IReadOnlyList<InputSlot> slots)
    {
        for (int i = 0; i < slots.Count; i++)
        {
            if (slots[i] is InputSlot<VBuffer<byte>> clip
                && IsClip(component.InputTypes[i])
                && clip.Value.Length != ((VectorDataViewType)component.InputTypes[i]).Size)
            {
                throw Other(component.Inputs[i], component.InputTypes[i], $"clips of {Counted.Of(clip.Value.Length, "byte")}");
            }
        }
    }

    /// <summary>Whether a column of this type holds clips.</summary>
    public static bool IsClip(DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: true, Dimensions.Length: 4 } vector && vector.ItemType.Equals(NumberDataViewType.Byte);

    private static string Words(DataViewType type)
    {
        System.Collections.Immutable.ImmutableArray<int> d = ((VectorDataViewType)type).Dimensions;
        return $"clips of {Counted.Of(d[0], "frame")} of {d[2]} × {d[1]} with {Counted.Of(d[3], "channel")}";
    }

    private static VadException Other(InputColumn column, DataViewType fitted, string found) => new(
        $"Column '{column.Name}' has {found}, but the model was fitted to {Words(fitted)}; set ClipLength, Height, Width and Channels of VideoOptions to these, as VadModel.ClipOptions() does.");
}
