using System.Collections;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a tensor in row-major order, whatever its strides.</summary>
public sealed class TensorAccessor<T> : IEnumerable<T>, IDisposable where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (DType.Of<T>() != tensor.dtype) throw new ArgumentException($"A tensor of {tensor.dtype} cannot be read as {typeof(T).Name}.");
        _tensor = tensor.Detached();
        _contiguous = tensor.IsContiguous;
    }

    public long Count => _tensor.Count;

    public bool IsReadOnly => false;

    public unsafe T this[params long[] indices]
    {
        get => _tensor.Data<T>()[Position(indices)];
        set
        {
            _tensor.Memory.Version++;
            _tensor.Data<T>()[Position(indices)] = value;
        }
    }

    public T[] ToArray()
    {
        T[] result = new T[Count];
        CopyTo(result);
        return result;
    }

    public Array ToNDArray()
    {
        Array result = Array.CreateInstance(typeof(T), Array.ConvertAll(_tensor.Sizes, s => (int)s));
        System.Buffer.BlockCopy(ToArray(), 0, result, 0, checked((int)(Count * _tensor.ElementSize)));
        return result;
    }

    public unsafe void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        long count = Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        using torch.Tensor packed = _contiguous ? _tensor.Detached() : Copying.Contiguous(_tensor);
        new ReadOnlySpan<T>(packed.Data<T>() + tensorIndex, checked((int)count)).CopyTo(array.AsSpan(arrayIndex));
    }

    public unsafe void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        long count = Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        _tensor.Memory.Version++;
        T* to = _tensor.Data<T>();
        for (long i = 0; i < count; i++) to[Element(tensorIndex + i)] = array[arrayIndex + i];
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return Read(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _tensor.Dispose();

    private unsafe T Read(long index) => _tensor.Data<T>()[Element(index)];

    private long Position(long[] indices)
    {
        if (indices.Length == 1 && _tensor.Sizes.Length != 1)
        {
            if ((ulong)indices[0] >= (ulong)Count) throw new IndexOutOfRangeException($"Element {indices[0]} of a tensor of {Count} elements.");
            return Element(indices[0]);
        }
        if (indices.Length != _tensor.Sizes.Length) throw new ArgumentException($"{indices.Length} indices for a tensor of shape {Shapes.Text(_tensor.Sizes)}.");
        long position = 0;
        for (int d = 0; d < indices.Length; d++)
        {
            if ((ulong)indices[d] >= (ulong)_tensor.Sizes[d])
                throw new IndexOutOfRangeException($"Index {Shapes.Text(indices)} lies outside a tensor of shape {Shapes.Text(_tensor.Sizes)}.");
            position += indices[d] * _tensor.Strides[d];
        }
        return position;
    }

    private long Element(long index)
    {
        if (_contiguous) return index;
        long position = 0;
        for (int d = _tensor.Sizes.Length - 1; d >= 0; d--)
        {
            position += index % _tensor.Sizes[d] * _tensor.Strides[d];
            index /= _tensor.Sizes[d];
        }
        return position;
    }
}
