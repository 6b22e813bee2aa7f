using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Transforms;

public sealed class ValueMappingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void MapValue_TextToNumber_LooksEachUp()
    {
        var view = Mapped("Name", new Dictionary<string, int> { ["one"] = 1, ["two"] = 2, ["four"] = 4 });

        Assert.Equal([1, 2, 4], view.GetColumn<int>("Mapped"));
    }

    [Fact]
    public void MapValue_UnknownKey_GivesTheDefault()
    {
        var numbers = Mapped("Name", new Dictionary<string, int> { ["two"] = 2 });
        var texts = Mapped("X", new Dictionary<float, string> { [2] = "two" });

        Assert.Equal([0, 2, 0], numbers.GetColumn<int>("Mapped"));
        Assert.Equal(["", "two", ""], texts.GetColumn<string>("Mapped"));
    }

    [Fact]
    public void MapValue_BoolToText_IsAPayloadInEveryRow()
    {
        string payload = new('p', 100_000);
        var view = Mapped("Flag", new Dictionary<bool, string> { [true] = payload });

        Assert.Equal(TextDataViewType.Instance, view.Schema["Mapped"].Type);
        Assert.Equal([payload, "", payload], view.GetColumn<string>("Mapped"));
    }

    [Fact]
    public void MapValue_DuplicateKeys_Fails()
    {
        KeyValuePair<string, int>[] pairs = [new("one", 1), new("one", 2)];

        Assert.ThrowsAny<InvalidOperationException>(() => Mapped("Name", pairs));
    }

    [Fact]
    public void Fit_WrongKeyType_IsRefused()
    {
        var chain = new EstimatorChain<ITransformer>()
            .Append(_ml.Transforms.Conversion.MapValue("Mapped", new Dictionary<string, int> { ["one"] = 1 }, "X"));

        Assert.ThrowsAny<Exception>(() => chain.Fit(Data()));
    }

    private IDataView Mapped<TIn, TOut>(string source, IEnumerable<KeyValuePair<TIn, TOut>> pairs) =>
        _ml.Transforms.Conversion.MapValue("Mapped", pairs, source).Fit(Data()).Transform(Data());

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Mixed.Some);
}
