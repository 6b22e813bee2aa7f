using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Benchmarks;

/// <summary>A pre-norm ViT block, written as a user of the public tensor API would.</summary>
internal static class EngineVitBlock
{
    public static Action Create(long batch, long tokens, long width, long heads, bool backward)
    {
        double s = Math.Pow(width, -0.5);
        Tensor x = EngineTensors.Leaf(1, batch, tokens, width);
        (Tensor norm1, Tensor bias1, Tensor norm2, Tensor bias2) = (Vector(width), Vector(width), Vector(width), Vector(width));
        (Tensor qkv, Tensor qkvBias) = (EngineTensors.Leaf(s, 3 * width, width), Vector(3 * width));
        (Tensor proj, Tensor projBias) = (EngineTensors.Leaf(s, width, width), Vector(width));
        (Tensor up, Tensor upBias) = (EngineTensors.Leaf(s, 4 * width, width), Vector(4 * width));
        (Tensor down, Tensor downBias) = (EngineTensors.Leaf(s, width, 4 * width), Vector(width));

        Tensor Split(Tensor y) => y.reshape(batch, tokens, heads, width / heads).transpose(1, 2);

        Tensor Block()
        {
            Tensor[] parts = functional.linear(functional.layer_norm(x, [width], norm1, bias1), qkv, qkvBias).chunk(3, -1);
            Tensor mixed = EngineTensors.Attend(Split(parts[0]), Split(parts[1]), Split(parts[2])).transpose(1, 2).reshape(batch, tokens, width);
            Tensor y = x + functional.linear(mixed, proj, projBias);
            Tensor hidden = functional.gelu(functional.linear(functional.layer_norm(y, [width], norm2, bias2), up, upBias));
            return y + functional.linear(hidden, down, downBias);
        }

        return backward
            ? EngineTensors.ForwardBackward(Block, x, norm1, bias1, norm2, bias2, qkv, qkvBias, proj, projBias, up, upBias, down, downBias)
            : EngineTensors.Forward(Block);
    }

    private static Tensor Vector(long size) => EngineTensors.Leaf(1, size);
}
