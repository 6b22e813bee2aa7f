using Microsoft.ML.Data;

namespace MlNetVad.Persistence;

/// <summary>Writes and reads the few column types that components use.</summary>
internal static class TypeCodec
{
    private static readonly PrimitiveDataViewType[] Items =
    [
        NumberDataViewType.Byte,
        NumberDataViewType.Single,
        NumberDataViewType.Int32,
        NumberDataViewType.Int64,
        BooleanDataViewType.Instance,
        TextDataViewType.Instance,
    ];

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        var vector = type as VectorDataViewType;
        PrimitiveDataViewType item = vector?.ItemType ?? (PrimitiveDataViewType)type;
        int code = Array.FindIndex(Items, t => t.Equals(item));
        if (code < 0)
        {
            throw new VadException($"A column of type {type} cannot be an input of a saved MlNetVad component.");
        }

        writer.Write((byte)code);
        writer.Write((byte)(vector?.Dimensions.Length ?? 0));
        foreach (int dimension in vector?.Dimensions ?? [])
        {
            writer.Write(dimension);
        }
    }

    public static DataViewType Read(BinaryReader reader)
    {
        int code = reader.ReadByte();
        if (code >= Items.Length)
        {
            throw new FormatException($"unknown column type {code}");
        }

        int[] dimensions = new int[reader.ReadByte()];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = reader.ReadInt32();
        }

        return dimensions.Length == 0 ? Items[code] : new VectorDataViewType(Items[code], dimensions);
    }
}
