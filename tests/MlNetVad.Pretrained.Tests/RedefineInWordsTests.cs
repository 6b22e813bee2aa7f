using Microsoft.ML;
using MlNetVad.Onnx.DetectObjects;
using MlNetVad.Scoring;

namespace MlNetVad.Pretrained.Tests;

/// <summary>What MiniLM makes of what people say, and what it had better not take for anything.</summary>
public sealed class RedefineInWordsTests(ITestOutputHelper output)
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData("a person runs", "speed: moves fast")]
    [InlineData("something moves very fast", "speed: moves fast")]
    [InlineData("someone is jogging", "speed: moves fast")]
    [InlineData("somebody hurries", "speed: walks quickly")]
    [InlineData("a person walks slowly", "speed: moves slowly")]
    [InlineData("people walk", "speed: walks")]
    [InlineData("a huge object", "size: is very large")]
    [InlineData("big things", "size: is large")]
    [InlineData("something small", "size: is small")]
    [InlineData("a person lies on the ground", "posture: lies on the ground")]
    [InlineData("a fallen person", "posture: lies on the ground")]
    [InlineData("somebody stands still", "stay: stands still")]
    [InlineData("loitering", "stay: stays for a long time")]
    [InlineData("a bag left behind", "stay: stays for a long time")]
    public void Of_WhatTheModelMeasures_IsUnderstood(string text, string meaning)
    {
        SpokenText understood = Understand(text);
        output.WriteLine($"{text}: {understood.Meaning} {understood.Similarities.Max():0.00}");
        Assert.Equal(meaning, understood.Meaning);
    }

    [Theory]
    [InlineData("a person rides a bicycle", "class: bicycle")]
    [InlineData("somebody on a bike", "class: bicycle")]
    [InlineData("cyclists", "class: bicycle")]
    [InlineData("a car", "class: car")]
    [InlineData("a vehicle", "class: car, truck")]
    [InlineData("a large truck", "class: truck")]
    [InlineData("a person walks a dog", "class: dog")]
    [InlineData("skateboarding", "class: skateboard")]
    [InlineData("a person", "class: person")]
    [InlineData("a person runs", "speed: moves fast")]
    [InlineData("a huge object", "size: is very large")]
    [InlineData("a fallen person", "posture: lies on the ground")]
    [InlineData("loitering", "stay: stays for a long time")]
    public void Of_ModelWithADetector_ItsClassesAreWordsToo(string text, string meaning)
    {
        SpokenText understood = Understand(text, [.. CocoClasses.Names]);
        output.WriteLine($"{text}: {understood.Meaning} {understood.Similarities.Max():0.00}");
        Assert.Equal(meaning, understood.Meaning);
    }

    [Theory]
    [InlineData("fighting")]
    [InlineData("a golf cart")]
    [InlineData("smoke")]
    [InlineData("asdf qwer")]
    public void Of_WhatIsNoClass_IsRefused(string text) => Assert.Contains(
        "name a class of the detector", Assert.Throws<VadException>(() => Understand(text, [.. CocoClasses.Names])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a person rides a bicycle")]
    [InlineData("a car")]
    [InlineData("a dog")]
    [InlineData("fighting")]
    [InlineData("a person crouches")]
    [InlineData("asdf qwer")]
    public void Of_WhatTheModelCannotTell_IsRefused(string text)
    {
        VadException e = Assert.Throws<VadException>(() => Understand(text));
        output.WriteLine(e.Message);
        Assert.Contains("is like nothing that the model can tell", e.Message, StringComparison.Ordinal);
    }

    private SpokenText Understand(string text, params string[] classes) => SpokenText.Of(
        new Redefinition(1, RedefinedAs.Normal, "", -1, -1, "anna", DateTimeOffset.UnixEpoch),
        new TextRedefinition(text, RedefinedAs.Normal),
        new Vocabulary(Vocabulary.Class, classes),
        texts => RedefineInWordsCatalog.Embed(_ml, PretrainedText.MiniLM, texts));
}
