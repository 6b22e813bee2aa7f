using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Networks.Clip;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.EncodeObjectClips;

/// <summary>Object clips through CLIP's image tower.</summary>
public sealed class ClipTowerEncodingTests : IDisposable
{
    private const int Frames = 3, Picture = 3 * TinyClip.ImageSize * TinyClip.ImageSize;
    private readonly MLContext _ml = new(seed: 1);
    private readonly TinyClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public void EncodeObjectClips_SmallClip_KeepsTheEstimatorContract()
    {
        IDataView clips = Clips(TinyClip.ImageSize, 0, 1, 3);
        EstimatorContract.Check(_ml, Estimator(), clips, _ml.Transforms.CopyColumns("Other", "ObjectClips").Append(_ml.Transforms.DropColumns("ObjectClips")).Fit(clips).Transform(clips));
    }

    [Fact]
    public void EncodeObjectClips_MoreThanAreEncodedAtOnce_GivesTheTowersVectors()
    {
        IDataView clips = Clips(TinyClip.ImageSize, 14, 1);                 // 42 pictures, then 3
        byte[][] bytes = [.. clips.GetColumn<byte[]>("ObjectClips")];
        float[][] found = [.. Estimator().Fit(clips).Transform(clips).GetColumn<float[]>("ObjectFrames")];
        using var scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        using ClipImageTower tower = ClipFile.Images(ModelFile.Open(_clip.Path, ClipFile.Role));
        Tensor mean = tensor(new[] { 0.48145466f, 0.4578275f, 0.40821073f }, [1, 3, 1, 1]), deviation = tensor(new[] { 0.26862954f, 0.26130258f, 0.27577711f }, [1, 3, 1, 1]);
        for (int row = 0; row < 2; row++)
        {
            Tensor pictures = tensor(bytes[row], [bytes[row].Length / Picture, 3, TinyClip.ImageSize, TinyClip.ImageSize]).to(ScalarType.Float32);
            Tensor expected = tower.call(((pictures / 255) - mean) / deviation);
            Assert.Equal(bytes[row].Length / Picture * TinyClip.Width, found[row].Length);
            Assert.True(expected.flatten().allclose(tensor(found[row]), 1e-4, 1e-5));
        }
    }

    [Fact]
    public void EncodeObjectClips_WhatCannotBe_IsRefusedInASentence()
    {
        Assert.Contains("set Size of CropObjects", Assert.Throws<VadException>(() => Estimator().Fit(Clips(24, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("is not there", Assert.Throws<VadException>(() => _ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips", "no.safetensors").Fit(Clips(TinyClip.ImageSize, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("Hugging Face", Assert.Throws<VadException>(() => _ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips", "")).Message, StringComparison.Ordinal);
    }

    private ClipTowerEncodingEstimator Estimator() => _ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips", _clip.Path);

    // rows with so many objects
    private IDataView Clips(int side, params int[] objects)
    {
        var random = new Random(3);
        Row[] rows = [.. objects.Select(count =>
        {
            var row = new Row { ObjectClips = new byte[count * Frames * 3 * side * side] };
            random.NextBytes(row.ObjectClips);
            return row;
        })];
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.ObjectClips)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 0, Frames, 3, side, side);
        return _ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row
    {
        public byte[] ObjectClips { get; set; } = [];
    }
}
