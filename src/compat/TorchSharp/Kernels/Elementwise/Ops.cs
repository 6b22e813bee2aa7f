namespace TorchSharp.Kernels;

/// <summary>y = f(x) on every element; parameters are fields of the struct.</summary>
internal interface IUnaryOp
{
    V Apply<V>(V x) where V : unmanaged, ISimd<V>;
}

/// <summary>y = f(a, b) on every pair.</summary>
internal interface IBinaryOp
{
    V Apply<V>(V a, V b) where V : unmanaged, ISimd<V>;
}

/// <summary>y = f(a, b, c) on every triple.</summary>
internal interface ITernaryOp
{
    V Apply<V>(V a, V b, V c) where V : unmanaged, ISimd<V>;
}
