using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Compat.Conformance.Transforms;

public sealed class NormalizingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void NormalizeMinMax_Default_ScalesByTheLargestMagnitudeAndKeepsZero()
    {
        var view = Normalized(_ml.Transforms.NormalizeMinMax("Y"));

        Assert.Equal([-1f, 0f, 0.5f], view.GetColumn<float>("Y"));
    }

    [Fact]
    public void NormalizeMinMax_ZeroNotFixed_MapsOntoZeroToOne()
    {
        var view = Normalized(_ml.Transforms.NormalizeMinMax("Y", fixZero: false));

        Assert.Equal([0f, 4f / 6f, 1f], view.GetColumn<float>("Y"), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void NormalizeMinMax_Vector_EachSlotHasItsOwnScale()
    {
        var view = Normalized(_ml.Transforms.NormalizeMinMax("Scaled", "Pair"));

        Assert.Equal([[0.25f, 0.25f], [0.5f, 0.5f], [1, -1]], Vectors.Read(view, "Scaled"));
        Assert.Equal(view.Schema["Pair"].Type, view.Schema["Scaled"].Type);
    }

    [Fact]
    public void Transform_UnseenValues_GoBeyondTheRange()
    {
        var model = _ml.Transforms.NormalizeMinMax("X").Fit(Data());
        var unseen = _ml.Data.LoadFromEnumerable([new Mixed { X = 8 }, new Mixed { X = -2 }]);

        Assert.Equal([2f, -0.5f], model.Transform(unseen).GetColumn<float>("X"));
    }

    [Fact]
    public void Fit_NaNAmongTheValues_DoesNotCount()
    {
        var data = _ml.Data.LoadFromEnumerable([new Mixed { X = float.NaN }, new Mixed { X = 5 }, new Mixed { X = 1 }]);

        var values = _ml.Transforms.NormalizeMinMax("X").Fit(data).Transform(data).GetColumn<float>("X").ToArray();

        Assert.True(float.IsNaN(values[0]));
        Assert.Equal([1f, 0.2f], values[1..]);
    }

    [Fact]
    public void Transform_Output_IsMarkedNormalized()
    {
        var schema = Normalized(_ml.Transforms.NormalizeMinMax("Scaled", "X")).Schema;

        Assert.True(schema["Scaled"].IsNormalized());
        Assert.False(schema["X"].IsNormalized());
    }

    [Fact]
    public void Fit_VariableVector_IsRefusedByTheChain()
    {
        var chain = new EstimatorChain<ITransformer>().Append(_ml.Transforms.NormalizeMinMax("Bag"));

        Assert.Contains("Bag", Assert.ThrowsAny<ArgumentException>(() => chain.Fit(Data())).Message);
    }

    [Fact]
    public void Fit_Text_IsRefusedByTheChain()
    {
        var chain = new EstimatorChain<ITransformer>().Append(_ml.Transforms.NormalizeMinMax("Name"));

        Assert.Contains("Name", Assert.ThrowsAny<ArgumentException>(() => chain.Fit(Data())).Message);
    }

    private IDataView Normalized(NormalizingEstimator estimator) => estimator.Fit(Data()).Transform(Data());

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Mixed.Some);
}
