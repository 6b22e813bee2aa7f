using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>The value of one annotation in the zip: a scalar, or a vector of scalars.</summary>
internal static class AnnotationValue
{
    public static void Write(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        var item = annotation.Type is VectorDataViewType vector ? vector.ItemType : annotation.Type;
        TypeFunction.Call(new Writing(writer, annotations, annotation), item.RawType);
    }

    public static Delegate Read(BinaryReader reader, DataViewType type)
    {
        var item = type is VectorDataViewType vector ? vector.ItemType : type;
        return TypeFunction.Call(new Reading(reader, type is VectorDataViewType), item.RawType);
    }

    private sealed class Writing(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation) : ITypeFunction<bool>
    {
        public bool Invoke<T>()
        {
            var codec = ScalarCodec.Of(typeof(T));
            if (annotation.Type is not VectorDataViewType)
            {
                var scalar = default(T);
                annotations.GetGetter<T>(annotation)(ref scalar);
                codec.WriteBoxed(writer, scalar);
                return true;
            }

            var values = default(VBuffer<T>);
            annotations.GetGetter<VBuffer<T>>(annotation)(ref values);
            writer.Write(values.Length);
            foreach (var value in values.DenseValues())
            {
                codec.WriteBoxed(writer, value);
            }

            return true;
        }
    }

    private sealed class Reading(BinaryReader reader, bool isVector) : ITypeFunction<Delegate>
    {
        public Delegate Invoke<T>()
        {
            var codec = ScalarCodec.Of(typeof(T));
            if (!isVector)
            {
                var scalar = (T)codec.ReadBoxed(reader);
                return (ValueGetter<T>)((ref T result) => result = scalar);
            }

            int count = reader.ReadInt32();
            if (count < 0 || count > reader.BaseStream.Length - reader.BaseStream.Position)
            {
                throw new FormatException("The model's input schema is damaged: an annotation is longer than the schema.");
            }

            var values = new T[count];
            for (int i = 0; i < count; i++)
            {
                values[i] = (T)codec.ReadBoxed(reader);
            }

            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> result) => VBuffer<T>.Copy(values, 0, ref result, count));
        }
    }
}
