using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Operations;

public sealed class MatrixTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 3)]
    [InlineData(33, 65, 17)]
    [InlineData(130, 70, 129)]
    public void Matmul_OfMatrices_EqualsTheSumOfProducts(int rows, int inner, int columns)
    {
        float[] a = Numbers.Draw(1, rows * inner), b = Numbers.Draw(2, inner * columns);
        double[] expected = Product(a, b, rows, inner, columns);

        Numbers.Near(expected, Numbers.Values(matmul(Numbers.Of(a, rows, inner), Numbers.Of(b, inner, columns))), 1e-5);
        Tensor at = Numbers.Of(Transposed(a, rows, inner), inner, rows).t(), bt = Numbers.Of(Transposed(b, inner, columns), columns, inner).t();
        Numbers.Near(expected, Numbers.Values(at.mm(bt)), 1e-5);
    }

    [Fact]
    public void Matmul_OfBatches_BroadcastsThem()
    {
        Tensor a = Numbers.Drawn(1, 4, 1, 3, 5), b = Numbers.Drawn(2, 2, 5, 6);
        Tensor product = matmul(a, b);
        Assert.Equal([4, 2, 3, 6], product.shape);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 2; j++)
                Numbers.Near(Numbers.Values(a.select(0, i).select(0, 0).mm(b.select(0, j))), Numbers.Values(product.select(0, i).select(0, j)), 1e-6);
        }
        Derivatives.Check(matmul, Numbers.Drawn(3, 2, 1, 2, 3), Numbers.Drawn(4, 3, 3, 2));
    }

    [Fact]
    public void Matmul_OfVectors_DropsTheirAxis()
    {
        Tensor matrix = Numbers.Of([1, 2, 3, 4, 5, 6], 2, 3), vector = Numbers.Of([1, 0, -1], 3);
        Numbers.Near([-2.0, -2], Numbers.Values(matmul(matrix, vector)));
        Numbers.Near([2.0], Numbers.Values(matmul(vector, vector).reshape(1)));
        Derivatives.Check(matmul, matrix, vector);
    }

    [Fact]
    public void Gradients_OfEveryForm_AreTheDerivatives()
    {
        Derivatives.Check(matmul, Numbers.Drawn(1, 3, 4), Numbers.Drawn(2, 4, 2));
        Derivatives.Check((a, b) => matmul(a.t(), b), Numbers.Drawn(1, 4, 3), Numbers.Drawn(2, 4, 2));
        Derivatives.Check(bmm, Numbers.Drawn(1, 2, 3, 4), Numbers.Drawn(2, 2, 4, 2));
        Derivatives.CheckAll(x => addmm(x[0], x[1], x[2], 1, 1), Numbers.Drawn(1, 2), Numbers.Drawn(2, 3, 4), Numbers.Drawn(3, 4, 2));
        Derivatives.CheckAll(x => nn.functional.linear(x[0], x[1], x[2]), Numbers.Drawn(1, 2, 3, 4), Numbers.Drawn(2, 5, 4), Numbers.Drawn(3, 5));
    }

    [Fact]
    public void OtherProducts_EqualMatmul()
    {
        Tensor a = Numbers.Drawn(1, 2, 3, 4), b = Numbers.Drawn(2, 2, 4, 5), c = Numbers.Drawn(3, 2, 3, 5);
        Numbers.Near((0.5 * c) + (2 * matmul(a, b)), c.baddbmm(a, b, beta: 0.5f, alpha: 2), 1e-6);
        Derivatives.CheckAll(x => x[0].baddbmm(x[1], x[2]), c, a, b);
        Numbers.Near(matmul(a.select(0, 0), Numbers.Of([1, 2, 3, 4], 4)), a.select(0, 0).mv(Numbers.Of([1, 2, 3, 4], 4)), 1e-6);
        Numbers.Near([3.0, 4, 6, 8], Numbers.Values(outer(Numbers.Of([1, 2], 2), Numbers.Of([3, 4], 2))));
        Derivatives.Check(outer, Numbers.Drawn(1, 2), Numbers.Drawn(2, 3));
        Derivatives.Check(dot, Numbers.Drawn(1, 3), Numbers.Drawn(2, 3));
        Derivatives.Check(mv, Numbers.Drawn(1, 2, 3), Numbers.Drawn(2, 3));
        Numbers.Near([1.0 * 3 + 2 * 4], Numbers.Values(Numbers.Of([1, 2], 2).dot(Numbers.Of([3, 4], 2)).reshape(1)));
    }

    [Fact]
    public void Matmul_OfShapesThatDoNotMatch_NamesTheSizes()
    {
        Exception error = Assert.ThrowsAny<Exception>(() => matmul(zeros([2, 3]), zeros([4, 5])));
        Assert.Contains("3", error.Message, StringComparison.Ordinal);
        Assert.Contains("4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Matmul_OfShapesThatDoNotMatch_NamesBothShapes()
    {
        Linked.RequireOurs();
        Exception error = Assert.ThrowsAny<Exception>(() => matmul(zeros([7, 2, 3]), zeros([7, 4, 5])));
        Assert.Contains("[7, 2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[7, 4, 5]", error.Message, StringComparison.Ordinal);
    }

    private static double[] Product(float[] a, float[] b, int rows, int inner, int columns)
    {
        double[] result = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < inner; k++) result[(i * columns) + j] += (double)a[(i * inner) + k] * b[(k * columns) + j];
            }
        }
        return result;
    }

    private static float[] Transposed(float[] x, int rows, int columns) =>
        Enumerable.Range(0, rows * columns).Select(i => x[(i % rows * columns) + (i / rows)]).ToArray();
}
