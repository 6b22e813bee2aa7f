using System.IO.Compression;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Persistence;

/// <summary>Saving and loading models, and files that are none.</summary>
public sealed class VadModelTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_SavedModel_GivesTypedPartsAndClipOptions()
    {
        string path = SaveMotionModel();
        VadModel model = VadModel.Load(_ml, path);

        Assert.Equal([typeof(ForegroundObjectsTransformer), typeof(MotionFeaturesTransformer)], model.Parts.Select(p => p.GetType()));
        VideoOptions clips = model.ClipOptions();
        Assert.Equal((5, 90, 120, 1, ClipTarget.Middle), (clips.ClipLength, clips.Height, clips.Width, clips.Channels, clips.Target));
        Assert.Contains(model.Describe()[0].Settings, s => s.Key == "background" && s.Value == "Median");
    }

    [Fact]
    public void Load_MissingFile_NamesItAndTheRemedy() => AssertRefused(Path.Combine(_folder, "none.zip"), "none.zip", "mlnetvad train");

    [Fact]
    public void Load_TextFile_SaysItIsNoZip() => AssertRefused(Write("text.zip", "hello"u8.ToArray()), "text.zip", "not a complete zip");

    [Fact]
    public void Load_HalfAModel_SaysItWasCutOff()
    {
        byte[] whole = File.ReadAllBytes(SaveMotionModel());
        AssertRefused(Write("half.zip", whole[..(whole.Length / 2)]), "half.zip", "cut off");
    }

    [Fact]
    public void Load_ZipOfSomethingElse_SaysItIsNoModel()
    {
        string path = Path.Combine(_folder, "photos.zip");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry("photo.jpg");
        }

        AssertRefused(path, "photos.zip", "not an ML.NET model");
    }

    [Fact]
    public void Load_SchemaWithMoreDimensionsThanBytes_IsDamaged()
    {
        string path = SaveMotionModel();
        byte[] schema = Schema(path);
        schema[schema.AsSpan().IndexOf((ReadOnlySpan<byte>)[4, 0, 0, 0, 5, 0, 0, 0, 90, 0, 0, 0])] = 153;   // ML.NET's loader may read on for ever after such a number
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            zip.GetEntry("Schema")!.Delete();
            using Stream entry = zip.CreateEntry("Schema").Open();
            entry.Write(schema);
        }

        AssertRefused(path, $"'{path}' is damaged: its schema is wrong (a vector has 153 dimensions in 16 bytes); train it again or copy it anew.");
    }

    [Fact]
    public void Load_PartWithAnotherChecksum_IsDamaged()
    {
        byte[] zip = File.ReadAllBytes(SaveMotionModel());
        zip[zip.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x50, 0x4B, 1, 2]) + 16] ^= 1;   // in the directory's last line
        AssertRefused(Write("bent.zip", zip), "bent.zip", "is damaged: the checksum of its part");
    }

    [Fact]
    public void SchemaEntry_CutAnywhere_IsAFault()
    {
        byte[] whole = Schema(SaveMotionModel());

        Assert.Null(SchemaEntry.Fault(whole));
        Assert.All(Enumerable.Range(0, whole.Length - 8), length => Assert.NotNull(SchemaEntry.Fault(whole[..length])));   // 8 bytes say that it ended
    }

    [Fact]
    public void SchemaEntry_AnyByteAltered_IsAFaultOrNone()
    {
        byte[] whole = Schema(SaveMotionModel());
        int faults = 0;
        foreach ((int place, byte value) in Enumerable.Range(0, whole.Length).SelectMany(place => new byte[] { 0, 1, 0x7F, 0x80, 0xFF }.Select(value => (place, value))))
        {
            byte[] altered = [.. whole];
            altered[place] = value;
            faults += SchemaEntry.Fault(altered) is null ? 0 : 1;
        }

        Assert.InRange(faults, 100, whole.Length * 5);
    }

    [Fact]
    public void Load_ModelOfAnotherComponent_SaysSo()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable([new Number { Value = 1 }, new Number { Value = 2 }]);
        string path = Path.Combine(_folder, "other.zip");
        _ml.Model.Save(_ml.Transforms.NormalizeMinMax("Value").Fit(rows), rows.Schema, path);
        AssertRefused(path, "other.zip", "without any MlNetVad part");
    }

    [Fact]
    public void Read_PayloadOfANewerFormat_AsksForAnUpdate()
    {
        VadException error = Assert.Throws<VadException>(() => Payload.Read("MlNetVad.FrameDifference|99|7.0.0|AAAA"));
        Assert.Contains("7.0.0", error.Message, StringComparison.Ordinal);
        Assert.Contains("update", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PayloadOfAnUnknownPart_NamesIt()
    {
        VadException error = Assert.Throws<VadException>(() => Payload.Read("MlNetVad.Telepathy|1|1.0.0|AAAA"));
        Assert.Contains("Telepathy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedPayload_SaysDamaged()
    {
        Assert.Contains("damaged", Assert.Throws<VadException>(() => Payload.Read("MlNetVad.FrameDifference|1|1.0.0|AQ==")).Message, StringComparison.Ordinal);
        Assert.Contains("damaged", Assert.Throws<VadException>(() => Payload.Read("MlNetVad.FrameDifference|1|1.0.0|no base 64")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ThatFails_LeavesTheOldFileAndNoOther()
    {
        string path = Write("model.zip", "old"u8.ToArray());
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException("halfway")));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    private string SaveMotionModel()
    {
        VideoDataView clips = VideoData.Load(
            _ml,
            VadDataset.Open("synthetic:scene?seed=1&videos=1&frames=30&width=120&height=90", VadSplit.Train),
            new VideoOptions { Target = ClipTarget.Middle });
        ITransformer model = _ml.Transforms
            .DetectForegroundObjects(new ForegroundObjectsEstimator.Options { Target = ClipTarget.Middle })
            .Append(_ml.Transforms.MotionFeatures("ObjectFeatures", target: ClipTarget.Middle))
            .Fit(clips);
        string path = Path.Combine(_folder, "motion.zip");
        VadModel.Save(_ml, model, clips.Schema, path);
        return path;
    }

    private static byte[] Schema(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        using Stream entry = zip.GetEntry("Schema")!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private void AssertRefused(string path, params string[] says)
    {
        VadException error = Assert.Throws<VadException>(() => VadModel.Load(_ml, path));
        Assert.All(says, s => Assert.Contains(s, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
    }

    private sealed class Number
    {
        public float Value { get; set; }
    }
}
