using MlNetVad.Transforms;
using MlNetVad.Transforms.SceneCaption;

namespace MlNetVad.Tests.Transforms.SceneCaption;

/// <summary>Words, their boundaries, and sentences.</summary>
public sealed class CaptionWordsTests
{
    [Fact]
    public void Sentence_SlightlyUnusualShape_IsSaid() =>
        Assert.Equal("One small wide object walks left.", new ObjectWords(Speed: 2, Size: 1, Shape: 2, Direction: 4).Sentence());

    [Theory]
    [InlineData(1, "One")]
    [InlineData(2, "Two")]
    [InlineData(3, "A few")]
    [InlineData(4, "A few")]
    [InlineData(5, "Several")]
    [InlineData(9, "Several")]
    [InlineData(10, "Many")]
    [InlineData(300, "Many")]
    public void Count_Number_IsCoarse(int count, string word) => Assert.Equal(word, Vocabulary.Count(count));

    [Fact]
    public void Direction_EveryEighthOfATurn_IsItsWord()
    {
        for (int i = -16; i < 16; i++)
        {
            float angle = (i * MathF.PI / 4) + 0.3f;   // less than half a step away
            Assert.Equal(Vocabulary.Directions[(i + 16) % 8], Vocabulary.Directions[Vocabulary.Direction(MathF.Cos(angle), MathF.Sin(angle))]);
        }
    }

    [Theory]
    [InlineData(3, 3, "")]
    [InlineData(4, 3, "wide")]
    [InlineData(2, 2, "narrow")]
    [InlineData(4, 5, "very tall")]
    [InlineData(3, 0, "extremely low")]
    [InlineData(6, 0, "extremely wide")]
    public void Shape_AspectAndHeight_NamesTheMoreUnusual(int aspect, int height, string word) =>
        Assert.Equal(word, Vocabulary.Shapes[Vocabulary.Shape(aspect, height)]);

    [Fact]
    public void Level_Boundaries_BelongToTheLesserWord()
    {
        var scale = new WordScale(["a", "b", "c", "d"], 1, 3, 2);

        Assert.Equal([0, 0, 1, 1, 3], new[] { -5f, 1f, 1.5f, 3f, 3.1f }.Select(scale.Level));
        Assert.Equal("a ≤ 1, b ≤ 3, c ≤ 3, d above", scale.ToString());
    }

    [Fact]
    public void Learn_ManyObjects_KeepsTheLastWordsForWhatWasNeverSeen()
    {
        var normal = new NormalObjects();
        ObjectMeasures[] objects = [.. Enumerable.Range(1, 5000).Select(i => new ObjectMeasures(i * 1e-5f, i, i, i, 1, 0))];
        normal.Add(objects);
        CaptionScales scales = normal.Learn();
        ObjectWords[] words = [.. objects.Select(o => scales.Describe(in o))];

        Assert.Equal([0, 1, 2, 3, 4, 5], words.Select(w => w.Speed).Distinct());
        Assert.Equal([0, 1, 2, 3, 4], words.Select(w => w.Size).Distinct());
        Assert.Equal(5, words.Count(w => w.Speed == 5));
        Assert.DoesNotContain(words, w => Vocabulary.Shapes[w.Shape].StartsWith("extremely", StringComparison.Ordinal));
        ObjectWords beyond = scales.Describe(new ObjectMeasures(0.0501f, 5001, 0.5f, 1, -1, 0));
        Assert.Equal("One huge extremely low object moves extremely fast left.", beyond.Sentence());
    }

    [Fact]
    public void Learn_NoObjects_FindsEverythingUnusual() =>
        Assert.Equal(
            "One huge extremely wide object moves extremely fast right.",
            new NormalObjects().Learn().Describe(new ObjectMeasures(0.01f, 0.5f, 1, 0.5f, 1, 0)).Sentence());

    [Fact]
    public void Learn_ObjectsThatHardlyDiffer_MakesNoWordsOfNoise()
    {
        var normal = new NormalObjects();
        normal.Add([.. Enumerable.Range(0, 1000).Select(i => Alike(1 + (i * 1e-6f)))]);
        CaptionScales scales = normal.Learn();

        Assert.Equal("One medium-sized object walks right.", scales.Describe(Alike(1.05f)).Sentence());
        Assert.Equal("One medium-sized object walks right.", scales.Describe(Alike(0.95f)).Sentence());
        Assert.Equal("One huge extremely wide object moves extremely fast right.", scales.Describe(Alike(1.3f)).Sentence());

        static ObjectMeasures Alike(float factor) => new(0.02f * factor, 0.5f * factor, factor, 0.5f * factor, 1, 0);
    }

    [Fact]
    public void Of_SamePersonFartherAway_MeasuresTheSame()
    {
        var line = new PersonHeight(0.5f, 0, 1, 1000, 50);
        ObjectMeasures near = ObjectMeasures.Of([10, 100, 50, 100], 4, 2, in line);    // feet at 200, 100 tall
        ObjectMeasures far = ObjectMeasures.Of([90, 50, 25, 50], 2, 1, in line);       // feet at 100, 50 tall

        Assert.Equal((near.Speed, near.Area, near.Height, near.Aspect), (far.Speed, far.Area, far.Height, far.Aspect));
        Assert.Equal((0.5f, 1f, 0.5f), (near.Area, near.Height, near.Aspect));
        Assert.Equal(Math.Sqrt(20) / 100, near.Speed, 1e-6);
    }

    [Fact]
    public void Read_WrittenScales_AreTheSame()
    {
        var normal = new NormalObjects();
        normal.Add([new ObjectMeasures(1, 2, 3, 4, 5, 6), new ObjectMeasures(2, 3, 4, 5, 6, 7)]);
        CaptionScales scales = normal.Learn();
        using var bytes = new MemoryStream();
        scales.Write(new BinaryWriter(bytes));
        bytes.Position = 0;
        CaptionScales read = CaptionScales.Read(new BinaryReader(bytes));

        Assert.Equal(bytes.Length, bytes.Position);
        Assert.Equal(
            [$"{scales.Speed}", $"{scales.Size}", $"{scales.Aspect}", $"{scales.Height}", "2"],
            [$"{read.Speed}", $"{read.Size}", $"{read.Aspect}", $"{read.Height}", $"{read.Objects}"]);
    }
}
