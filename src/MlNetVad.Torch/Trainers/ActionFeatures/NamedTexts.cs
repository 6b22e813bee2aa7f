using Microsoft.ML.Data;
using MlNetVad.Torch.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.ActionFeatures;

/// <summary>Actions by name, each with its text as an encoder has it.</summary>
internal sealed class NamedTexts(int width)
{
    private readonly List<string> _names = [];
    private readonly List<float[]> _texts = [];

    /// <summary>E, numbers of a text.</summary>
    public int Width => width;

    /// <summary>The names, in the order in which they came.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The place of an action, which is added where it is new.</summary>
    public int Index(string name, VBuffer<float> text)
    {
        int known = _names.IndexOf(name);
        if (known >= 0)
        {
            return known;
        }

        _names.Add(name);
        _texts.Add([.. text.DenseValues()]);
        return _names.Count - 1;
    }

    /// <summary>The texts as the encoder gave them, [A, E].</summary>
    public Tensor ToTensor() => tensor([.. _texts.SelectMany(t => t)], [_texts.Count, Width]);

    /// <summary>The texts as a network has them, a row of D numbers an action.</summary>
    public float[] Of(ActionNetwork network)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        return network.Texts(ToTensor()).data<float>().ToArray();
    }
}
