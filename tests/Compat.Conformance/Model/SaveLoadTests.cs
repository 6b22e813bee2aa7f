using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static Compat.Conformance.Model.ModelFiles;

namespace Compat.Conformance.Model;

public sealed class SaveLoadTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Save_ComponentFromOutside_LoadsAsStockChainWithTheSameScores()
    {
        var data = Samples(_ml);
        var component = Component(_ml);

        var loaded = Load(Save(_ml, component, data.Schema));

        Assert.IsType<TransformerChain<ITransformer>>(loaded);
        Assert.Equal(component.Transform(data).GetColumn<float>("Score"), loaded.Transform(data).GetColumn<float>("Score"));
        Assert.Equal(["Features", "Score"], loaded.GetOutputSchema(data.Schema).Select(column => column.Name));
    }

    [Fact]
    public void Save_Chain_ZipHasTheFamiliarEntries()
    {
        var data = Samples(_ml);
        var model = _ml.Transforms.CopyColumns("A", "Features").Append(_ml.Transforms.NormalizeMinMax("B", "A")).Fit(data);

        string[] entries = Entries(Save(_ml, model, data.Schema));

        Assert.Superset(
            new HashSet<string> { "TrainingInfo/Version.txt", "Schema", "TransformerChain/Model.key", "TransformerChain/Transform_000/Model.key", "TransformerChain/Transform_001/Model.key" },
            entries.ToHashSet());
    }

    [Fact]
    public void Save_ComponentInsideAChain_ItsFolderIsAChainOfItsOwn()
    {
        var data = Samples(_ml);
        var model = new TransformerChain<ITransformer>(Component(_ml), _ml.Transforms.CopyColumns("Copy", "Features").Fit(data));

        byte[] zip = Save(_ml, model, data.Schema);
        var loaded = (IEnumerable<ITransformer>)Load(zip);

        Assert.Contains("TransformerChain/Transform_000/Transform_005/Model.key", Entries(zip));
        Assert.IsType<TransformerChain<ITransformer>>(loaded.First());
        Assert.IsType<ColumnCopyingTransformer>(loaded.Last());
    }

    [Fact]
    public void Save_LoadedModelAgain_StillLoads()
    {
        var data = Samples(_ml);
        var first = Load(Save(_ml, Component(_ml), data.Schema));

        var second = Load(Save(_ml, first, data.Schema));

        Assert.Equal(first.Transform(data).GetColumn<float>("Score"), second.Transform(data).GetColumn<float>("Score"));
    }

    [Fact]
    public void Save_MinMaxConcatenateSelect_GiveTheSameNumbers()
    {
        var data = Samples(_ml);
        var model = _ml.Transforms.NormalizeMinMax("Scaled", "Features", fixZero: false)
            .Append(_ml.Transforms.Concatenate("All", "Scaled", "Features"))
            .Append(_ml.Transforms.SelectColumns("All"))
            .Fit(data);

        var loaded = Load(Save(_ml, model, data.Schema));

        Assert.Equal(Vectors(model.Transform(data)), Vectors(loaded.Transform(data)));
        Assert.Single(loaded.Transform(data).Schema);

        static float[][] Vectors(IDataView view) => [.. view.GetColumn<float[]>("All")];
    }

    [Fact]
    public void Save_NoContractName_Fails()
    {
        var data = Samples(_ml);
        var model = _ml.Transforms.CustomMapping<Loader.Nothing, Loader.KeyRow>(Loader.ConstantKeyContract.Map, contractName: null).Fit(data);

        Assert.ThrowsAny<InvalidOperationException>(() => Save(_ml, model, data.Schema));
    }

    [Fact]
    public void Load_ContractThatNobodyHas_Fails()
    {
        var data = Samples(_ml);
        var model = _ml.Transforms.CustomMapping<Loader.Nothing, Loader.KeyRow>(Loader.ConstantKeyContract.Map, "Conformance.Unknown").Fit(data);
        byte[] zip = Save(_ml, model, data.Schema);

        Assert.ThrowsAny<Exception>(() => Load(zip));
    }

    [Fact]
    public void Load_NoSchemaSaved_GivesTheModelWithoutOne()
    {
        var data = Samples(_ml);
        var model = _ml.Transforms.CopyColumns("A", "Features").Append(_ml.Transforms.CopyColumns("B", "A")).Fit(data);

        var loaded = Load(Save(_ml, model, null!), out var schema);

        Assert.Null(schema);
        Assert.Equal(3, loaded.Transform(data).Schema.Count);
    }

    [Fact]
    public void Save_ToAFile_LoadsFromIt()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            var data = Samples(_ml);
            _ml.Model.Save(Component(_ml), data.Schema, path);
            _ml.Model.Save(Component(_ml), data.Schema, path);

            var loaded = new MLContext().Model.Load(path, out var schema);

            Assert.Equal(["Features"], schema.Select(column => column.Name));
            Assert.Equal(2, loaded.Transform(data).GetColumn<float>("Score").Count());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Save_ThatFails_LeavesTheOldFile()
    {
        Assert.SkipUnless(typeof(MLContext).Assembly.GetName().Name == "Microsoft.ML", "the official library writes over the file as it goes");
        string folder = Directory.CreateTempSubdirectory("model").FullName;
        try
        {
            string path = Path.Combine(folder, "model.zip");
            _ml.Model.Save(Component(_ml), Samples(_ml).Schema, path);
            byte[] before = File.ReadAllBytes(path);

            Assert.ThrowsAny<InvalidOperationException>(() => _ml.Model.Save(new Chains.OutsideTransformer(), Samples(_ml).Schema, path));

            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Save_LongPayload_ComesBackWhole()
    {
        var data = _ml.Data.LoadFromEnumerable([new Loader.KeyRow { Key = true }]);
        string payload = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i}é𝄞"));
        var model = _ml.Transforms.Conversion.MapValue("Payload", new Dictionary<bool, string> { [true] = payload }, "Key")
            .Append(_ml.Transforms.CopyColumns("Copy", "Payload"))
            .Fit(data);

        var loaded = Load(Save(_ml, model, data.Schema));

        Assert.Equal([payload], loaded.Transform(data).GetColumn<string>("Copy"));
    }

    [Fact]
    public void Load_MissingFile_SaysSo()
    {
        Assert.ThrowsAny<IOException>(() => _ml.Model.Load(Path.Combine(Path.GetTempPath(), "no-such-model.zip"), out _));
    }
}
