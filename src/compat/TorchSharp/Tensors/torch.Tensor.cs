namespace TorchSharp;

public static partial class torch
{
    /// <summary>A strided view of a storage, with what autograd knows about it.</summary>
    public partial class Tensor : IDisposable
    {
        internal Storage Memory;
        internal long Offset;
        internal long[] Sizes;
        internal long[] Strides;
        internal GradMeta Meta;

        /// <summary>Another handle shares the storage through a view operation: in-place writes under autograd are refused.</summary>
        internal bool IsView;

        internal Tensor(Storage memory, long offset, long[] sizes, long[] strides, ScalarType type)
        {
            Memory = memory;
            Offset = offset;
            Sizes = sizes;
            Strides = strides;
            dtype = type;
            DisposeScopeManager.Thread.Register(this);
        }

        /// <summary>A second handle on the same storage, outside autograd.</summary>
        internal Tensor(Tensor source) : this(source.Alive(), source.Offset, source.Sizes, source.Strides, source.dtype) => Memory.AddReference();

        /// <summary>A new contiguous tensor with undefined contents.</summary>
        internal static Tensor Create(long[] sizes, ScalarType type)
        {
            long count = 1;
            foreach (long size in sizes)
            {
                if (size < 0) throw new ArgumentException($"A tensor cannot have the shape {Shapes.Text(sizes)}: sizes are not negative.");
                count = checked(count * size);
            }
            return new Tensor(BufferPool.Rent(checked(count * DType.Size(type))), 0, sizes, Shapes.Contiguous(sizes), type);
        }

        internal Tensor View(long[] sizes, long[] strides, long offset)
        {
            Alive().AddReference();
            return new Tensor(Memory, offset, sizes, strides, dtype) { IsView = true };
        }

        /// <summary>A handle that no scope owns and autograd does not see: what nodes save and gradients are passed as.</summary>
        internal Tensor Detached()
        {
            DisposeScopeManager manager = DisposeScopeManager.Thread;
            manager.Suppressed++;
            try
            {
                return new Tensor(this);
            }
            finally
            {
                manager.Suppressed--;
            }
        }

        internal unsafe T* Data<T>() where T : unmanaged
        {
            Storage memory = Alive();
            BufferPool.Touch(memory);
            return (T*)memory.Pointer + Offset;
        }

        internal Storage Alive() => Memory ?? throw new ObjectDisposedException(nameof(Tensor), "The tensor has been disposed.");

        internal long Count => Shapes.Count(Sizes);

        internal bool IsContiguous => Shapes.IsContiguous(Sizes, Strides);

        /// <summary>The tensor itself (a new handle) where it is contiguous already, a copy otherwise; not recorded.</summary>
        internal Tensor Packed() => IsContiguous ? new Tensor(this) : Copying.Contiguous(this);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        internal void Dispose(bool disposing)
        {
            if (Memory is null) return;
            Scope?.MarkAsDisposed(this);
            Meta?.Release();
            Meta = null;
            Memory.Release();
            Memory = null;
        }

        public bool IsInvalid => Memory is null;

        public override bool Equals(object obj) => obj is Tensor other && Equals(other);

        public bool Equals(Tensor target) => ReferenceEquals(this, target);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
