namespace TorchSharp.Kernels;

/// <summary>An activation that a product can apply to its result.</summary>
internal enum FusedActivation
{
    None,
    Relu,
    Gelu,
    Silu,
    LeakyRelu,
}

/// <summary>What happens to C after the product: + bias by column, + bias by row, then an activation; the default does nothing.</summary>
internal readonly unsafe struct GemmEpilogue(float* bias = null, FusedActivation activation = FusedActivation.None, float slope = 0.01f, float* rowBias = null)
{
    private readonly float* _bias = bias, _rowBias = rowBias;
    private readonly FusedActivation _activation = activation;
    private readonly float _slope = slope;

    /// <summary>Finishes rows × columns of C at <paramref name="c"/>, whose place in C is (row, column).</summary>
    internal void Apply(float* c, long ldc, long row, long column, long rows, long columns)
    {
        if (_bias == null && _rowBias == null && _activation == FusedActivation.None)
            return;
        for (long i = 0; i < rows; i++, c += ldc)
        {
            if (_bias != null)
                Elementwise.BinaryRange(default(AddOp), c, _bias + column, c, columns);
            if (_rowBias != null)
                Elementwise.UnaryRange(new AddScalarOp(_rowBias[row + i]), c, c, columns);
            if (_activation == FusedActivation.Relu)
                Elementwise.UnaryRange(default(ReluOp), c, c, columns);
            else if (_activation == FusedActivation.Gelu)
                Elementwise.UnaryRange(default(GeluOp), c, c, columns);
            else if (_activation == FusedActivation.Silu)
                Elementwise.UnaryRange(default(SiluOp), c, c, columns);
            else if (_activation == FusedActivation.LeakyRelu)
                Elementwise.UnaryRange(new LeakyReluOp(_slope), c, c, columns);
        }
    }
}
