using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>A column type in the zip: scalars, keys, and vectors of these with their dimensions.</summary>
internal static class TypeFormat
{
    private enum Kind : byte
    {
        Scalar,
        Key,
        Vector,
    }

    public static bool Knows(DataViewType type) => type switch
    {
        VectorDataViewType vector => Knows(vector.ItemType),
        KeyDataViewType => true,
        _ => ScalarCodec.OrNull(type) is not null,
    };

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        switch (type)
        {
            case VectorDataViewType vector:
                writer.Write((byte)Kind.Vector);
                writer.Write(vector.Dimensions.Length);
                foreach (int dimension in vector.Dimensions)
                {
                    writer.Write(dimension);
                }

                Write(writer, vector.ItemType);
                break;
            case KeyDataViewType key:
                writer.Write((byte)Kind.Key);
                ScalarCodec.Of(key.RawType).WriteKind(writer);
                writer.Write(key.Count);
                break;
            default:
                writer.Write((byte)Kind.Scalar);
                ScalarCodec.Of(type.RawType).WriteKind(writer);
                break;
        }
    }

    public static DataViewType Read(BinaryReader reader)
    {
        switch ((Kind)reader.ReadByte())
        {
            case Kind.Scalar:
                return ScalarCodec.Read(reader).Type;
            case Kind.Key:
                return new KeyDataViewType(ScalarCodec.Read(reader).Type.RawType, reader.ReadUInt64());
            case Kind.Vector:
                int rank = reader.ReadInt32();
                if (rank is < 1 or > 32)
                {
                    throw new FormatException($"The model's input schema is damaged: it has a vector with {rank} dimensions.");
                }

                var dimensions = new int[rank];
                for (int i = 0; i < rank; i++)
                {
                    dimensions[i] = reader.ReadInt32();
                }

                return Read(reader) is PrimitiveDataViewType item
                    ? new VectorDataViewType(item, dimensions)
                    : throw new FormatException("The model's input schema is damaged: it has a vector of vectors.");
            default:
                throw new FormatException("The model's input schema is damaged: it names an unknown kind of column type.");
        }
    }
}
